package dev.rivet.config;

import java.util.Locale;

/// The options of libpq, and those that clients and hosts of PostgreSQL have added.
final class PostgresUrlOptions {
    private PostgresUrlOptions() {}

    static UrlOption of(String name, String value) {
        String word = value.toLowerCase(Locale.ROOT);
        return switch (name) {
            case "sslmode" -> sslMode(word);
            case "ssl" ->
                    word.equals("true")
                            ? new UrlOption.Protection(Tls.Mode.REQUIRE)
                            : UrlOption.tlsBlock();
            case "channel_binding" ->
                    switch (word) {
                        case "require" -> new UrlOption.Verified();
                        case "prefer", "disable" -> UrlOption.HARMLESS;
                        default -> UrlOption.unknown();
                    };
            case "sslrootcert" -> word.equals("system") ? UrlOption.HARMLESS : UrlOption.tlsBlock();
            case "sslcert", "sslkey", "sslpassword", "sslcrl", "sslcrldir" -> UrlOption.tlsBlock();
            case "target_session_attrs" -> server(word);
            case "options" -> options(value);
            case "gssencmode" -> word.equals("require") ? UrlOption.unknown() : UrlOption.HARMLESS;
            case "client_encoding" ->
                    word.matches("utf-?8|auto") ? UrlOption.HARMLESS : UrlOption.unknown();
            case "host" -> value.startsWith("/") ? UrlOption.socket() : UrlOption.unknown();
            case "connect_timeout",
                    "application_name",
                    "fallback_application_name",
                    "keepalives",
                    "keepalives_idle",
                    "keepalives_interval",
                    "keepalives_count",
                    "tcp_user_timeout",
                    "sslcompression",
                    "sslsni",
                    "sslnegotiation",
                    "uselibpqcompat",
                    "pgbouncer",
                    "supa",
                    "connection_limit",
                    "pool_timeout",
                    "statement_cache_size" ->
                    UrlOption.HARMLESS;
            default -> UrlOption.unknown();
        };
    }

    private static UrlOption sslMode(String word) {
        return switch (word) {
            case "disable" -> new UrlOption.Protection(Tls.Mode.DISABLE);
            case "require" -> new UrlOption.Protection(Tls.Mode.REQUIRE);
            case "verify-ca" -> new UrlOption.Protection(Tls.Mode.VERIFY_CA);
            case "verify-full" -> new UrlOption.Protection(Tls.Mode.VERIFY_FULL);
            case "prefer", "allow" -> UrlOption.fallsBack();
            default -> UrlOption.unknown();
        };
    }

    /// A URL of one host names the primary, unless it says otherwise.
    private static UrlOption server(String word) {
        return switch (word) {
            case "any", "read-write", "primary", "prefer-standby" -> UrlOption.HARMLESS;
            default ->
                    UrlOption.refused(
                            "which rivet does not check: it might read from the primary",
                            "Remove it, and name the standby itself as the host.");
        };
    }

    /// Neon's name of an endpoint is for clients that do not send the host name with TLS.
    private static UrlOption options(String value) {
        return value.matches("(endpoint|project)[=$][\\w.-]+")
                ? UrlOption.HARMLESS
                : UrlOption.refused(
                        "which would set parameters of the server's session",
                        "Remove it; write `schema.table` instead of a search path, and limits under"
                                + " `tuning:`.");
    }
}
