package dev.rivet.config;

import java.util.Locale;

/// The options that MySQL's own tools, and clients and hosts of it, put into URLs.
final class MySqlUrlOptions {
    private MySqlUrlOptions() {}

    static UrlOption of(String name, String value) {
        String word = value.toLowerCase(Locale.ROOT).replace('_', '-');
        return switch (name.toLowerCase(Locale.ROOT).replaceAll("[_-]", "")) {
            case "sslmode" -> sslMode(word);
            case "tls" -> tls(word);
            case "ssl" -> ssl(word.replaceAll("\\s", ""));
            case "usessl" ->
                    word.equals("true")
                            ? new UrlOption.Protection(Tls.Mode.REQUIRE)
                            : UrlOption.tlsBlock();
            case "sslaccept" ->
                    word.equals("strict")
                            ? new UrlOption.Protection(Tls.Mode.VERIFY_FULL)
                            : new UrlOption.Protection(Tls.Mode.REQUIRE);
            case "sslca", "sslcert", "sslkey", "sslcapath", "sslidentity", "sslpassword" ->
                    UrlOption.tlsBlock();
            case "socket", "unixsocket" -> UrlOption.socket();
            case "charset", "characterencoding" ->
                    word.matches("utf-?8(mb[34])?") ? UrlOption.HARMLESS : UrlOption.unknown();
            case "reconnect",
                    "autoreconnect",
                    "connecttimeout",
                    "connectionlimit",
                    "pooltimeout",
                    "pool",
                    "parsetime",
                    "allowpublickeyretrieval",
                    "useunicode" ->
                    UrlOption.HARMLESS;
            default -> UrlOption.unknown();
        };
    }

    private static UrlOption sslMode(String word) {
        return switch (word) {
            case "disable", "disabled" -> new UrlOption.Protection(Tls.Mode.DISABLE);
            case "require", "required" -> new UrlOption.Protection(Tls.Mode.REQUIRE);
            case "verify-ca" -> new UrlOption.Protection(Tls.Mode.VERIFY_CA);
            case "verify-full", "verify-identity" -> new UrlOption.Protection(Tls.Mode.VERIFY_FULL);
            case "preferred", "prefer" -> UrlOption.fallsBack();
            default -> UrlOption.unknown();
        };
    }

    /// Of Go's driver.
    private static UrlOption tls(String word) {
        return switch (word) {
            case "true" -> new UrlOption.Protection(Tls.Mode.VERIFY_FULL);
            case "skip-verify" -> new UrlOption.Protection(Tls.Mode.REQUIRE);
            case "preferred" -> UrlOption.fallsBack();
            default -> UrlOption.tlsBlock();
        };
    }

    /// Of JavaScript's drivers.
    private static UrlOption ssl(String word) {
        return switch (word) {
            case "{\"rejectunauthorized\":true}" -> new UrlOption.Protection(Tls.Mode.VERIFY_FULL);
            case "true", "{\"rejectunauthorized\":false}" ->
                    new UrlOption.Protection(Tls.Mode.REQUIRE);
            default -> UrlOption.tlsBlock();
        };
    }
}
