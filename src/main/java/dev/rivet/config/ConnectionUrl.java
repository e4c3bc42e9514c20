package dev.rivet.config;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// A connection URL taken apart: `scheme://user:password@host:port/database?option=value`.
/// Its complaints never repeat a part of it that may be secret.
///
/// @param port 0 when the URL names none
/// @param database empty when the URL names none
/// @param options by their names as written
public record ConnectionUrl(
        String scheme,
        String user,
        String password,
        String host,
        int port,
        String database,
        Map<String, String> options) {
    private static final int MOST_PORT = 65_535;
    private static final String SCHEME_END = "://";

    /// What is wrong with a URL, in words that do not give it away.
    public static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String reason) {
            super(reason);
        }

        /// A clause about "the URL".
        public String reason() {
            return String.valueOf(getMessage());
        }
    }

    public static ConnectionUrl parse(String url) throws Malformed {
        int schemeEnd = url.indexOf(SCHEME_END);
        if (schemeEnd < 1) {
            throw new Malformed("has no `scheme://` at its beginning");
        }
        String rest = url.substring(schemeEnd + SCHEME_END.length());
        String address = before(rest, firstOf(rest, "/?#"));
        String tail = rest.substring(address.length());
        if (tail.indexOf('@') >= 0 && address.indexOf('@') < 0) {
            throw new Malformed(
                    "has a `/`, `?` or `#` in user or password that is not percent-encoded"
                            + " (%2F, %3F, %23)");
        }
        int userEnd = address.lastIndexOf('@');
        String credentials = userEnd < 0 ? "" : address.substring(0, userEnd);
        String hostAndPort = address.substring(userEnd + 1);
        String user = before(credentials, credentials.indexOf(':'));
        return new ConnectionUrl(
                url.substring(0, schemeEnd).toLowerCase(Locale.ROOT),
                decoded(user),
                decoded(after(credentials, credentials.indexOf(':'))),
                host(hostAndPort),
                port(hostAndPort),
                decoded(database(tail)),
                options(tail));
    }

    private static String host(String hostAndPort) throws Malformed {
        if (hostAndPort.indexOf(',') >= 0) {
            throw new Malformed("names several hosts, and rivet connects to one");
        }
        String host =
                hostAndPort.startsWith("[")
                        ? before(hostAndPort, hostAndPort.indexOf(']')).substring(1)
                        : before(hostAndPort, hostAndPort.indexOf(':'));
        if (host.isEmpty()) {
            throw new Malformed("has no host");
        }
        String name = decoded(host);
        if (name.startsWith("/")) {
            throw new Malformed("names a Unix socket, and rivet connects over TCP");
        }
        return name;
    }

    private static int port(String hostAndPort) throws Malformed {
        int from = hostAndPort.startsWith("[") ? hostAndPort.indexOf(']') : 0;
        String port = from < 0 ? "" : after(hostAndPort, hostAndPort.indexOf(':', from));
        if (port.isEmpty()) {
            return 0;
        }
        if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > MOST_PORT) {
            throw new Malformed("has a port that is not a number from 1 to 65535");
        }
        return Integer.parseInt(port);
    }

    private static String database(String tail) {
        return tail.startsWith("/") ? before(tail, firstOf(tail, "?#")).substring(1) : "";
    }

    private static Map<String, String> options(String tail) throws Malformed {
        Map<String, String> options = new LinkedHashMap<>();
        String query = after(before(tail, tail.indexOf('#')), tail.indexOf('?'));
        for (String option : query.split("&", -1)) {
            if (!option.isEmpty()) {
                int equals = option.indexOf('=');
                options.put(decoded(before(option, equals)), decoded(after(option, equals)));
            }
        }
        return options;
    }

    private static String decoded(String text) throws Malformed {
        byte[] input = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer output = ByteBuffer.allocate(input.length);
        for (int i = 0; i < input.length; i++) {
            if (input[i] == '%') {
                output.put(octet(input, i));
                i += 2;
            } else {
                output.put(input[i]);
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(output.flip()).toString();
        } catch (CharacterCodingException notText) {
            throw new Malformed("has percent-encoded bytes that are not UTF-8");
        }
    }

    private static byte octet(byte[] input, int at) throws Malformed {
        int high = at + 2 < input.length ? Character.digit(input[at + 1], 16) : -1;
        int low = at + 2 < input.length ? Character.digit(input[at + 2], 16) : -1;
        if (high < 0 || low < 0) {
            throw new Malformed(
                    "has a `%` that does not begin a percent-encoding; write it as `%25`");
        }
        return (byte) (high << 4 | low);
    }

    private static int firstOf(String text, String characters) {
        return IntStream.range(0, text.length())
                .filter(i -> characters.indexOf(text.charAt(i)) >= 0)
                .findFirst()
                .orElse(-1);
    }

    private static String before(String text, int index) {
        return index < 0 ? text : text.substring(0, index);
    }

    private static String after(String text, int index) {
        return index < 0 ? "" : text.substring(index + 1);
    }

    /// The value of an option, if the URL has it.
    public Optional<String> option(String name) {
        return Optional.ofNullable(options.get(name));
    }

    @Override
    public String toString() {
        return scheme + "://***@" + host;
    }
}
