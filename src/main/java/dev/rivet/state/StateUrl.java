package dev.rivet.state;

import dev.rivet.config.ConnectionUrl;
import dev.rivet.config.Loopback;
import dev.rivet.config.Tls;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.RivetException;
import dev.rivet.diag.Secret;
import dev.rivet.diag.Undecodable;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A URL of a state. What is said about it repeats nothing of it that may be secret.
///
/// @param name of the setting that holds it
/// @param folder what a relative path starts from
record StateUrl(String name, Path folder) {
    private static final String SQLITE = "sqlite:";
    private static final Set<String> POSTGRES = Set.of("postgres", "postgresql");
    private static final int POSTGRES_PORT = 5432;

    /// What other programs have in such URLs, and what makes no difference here.
    private static final Set<String> HARMLESS =
            Set.of(
                    "application_name",
                    "connect_timeout",
                    "fallback_application_name",
                    "gssencmode",
                    "keepalives",
                    "keepalives_idle",
                    "keepalives_interval",
                    "keepalives_count",
                    "pgbouncer",
                    "target_session_attrs");

    private static final Set<String> HEEDED =
            Set.of("sslmode", "ssl", "sslrootcert", "currentSchema");

    /// @throws RivetException `STATE_URL_*`
    StateLocation parse(String url) {
        if (Undecodable.isIn(url)) {
            throw unsupported("is not UTF-8.");
        }
        String scheme = scheme(url);
        if (scheme.equals("sqlite")) {
            return new StateLocation.SqliteFile(
                    folder.resolve(path(url.substring(SQLITE.length()))));
        }
        if (POSTGRES.contains(scheme)) {
            return postgres(url);
        }
        throw unsupported(
                scheme.isEmpty() ? "has no scheme." : "has the unknown scheme '" + scheme + "'.");
    }

    /// Accepts `dir/file`, `/dir/file` and `///dir/file`; `//host/file` is nothing that exists.
    private Path path(String text) {
        boolean host = text.startsWith("//") && !text.startsWith("///");
        if (text.isBlank() || host) {
            throw unsupported("names no file.");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw unsupported("names no file: " + e.getReason() + ".");
        }
    }

    /// Nothing but the scheme may be shown: the rest can hold a password.
    private static String scheme(String url) {
        int end = url.indexOf(':');
        String scheme = end < 0 ? "" : url.substring(0, end).toLowerCase(Locale.ROOT);
        return scheme.matches("[a-z][a-z0-9+.-]*") ? scheme : "";
    }

    private StateLocation.Postgres postgres(String url) {
        ConnectionUrl parts = parts(url);
        refuseUnknown(parts.options());
        return new StateLocation.Postgres(
                parts.host(),
                parts.port() == 0 ? POSTGRES_PORT : parts.port(),
                named("database", parts.database()),
                named("user", parts.user()),
                parts.password().isEmpty() ? Secret.EMPTY : Secret.of(parts.password()),
                tls(parts),
                parts.option("currentSchema").orElse(""));
    }

    private ConnectionUrl parts(String url) {
        try {
            return ConnectionUrl.parse(url);
        } catch (ConnectionUrl.Malformed malformed) {
            throw invalid(malformed.reason());
        }
    }

    private String named(String what, String value) {
        if (value.isEmpty() || value.indexOf('\0') >= 0) {
            throw invalid("names no " + what);
        }
        return value;
    }

    private void refuseUnknown(Map<String, String> options) {
        for (String option : options.keySet()) {
            if (!HEEDED.contains(option) && !HARMLESS.contains(option)) {
                String shown =
                        option.matches("\\w{1,40}") ? "the option `" + option + "`" : "an option";
                throw invalid("has " + shown + ", which rivet does not know");
            }
        }
    }

    private Tls tls(ConnectionUrl url) {
        Optional<Path> authorities =
                url.option("sslrootcert").filter(file -> !file.equals("system")).map(this::file);
        Optional<Tls.Mode> mode = mode(url);
        if (mode.isEmpty() && !Loopback.is(url.host())) {
            throw unprotected(url.host());
        }
        Tls.Mode chosen =
                mode.filter(each -> each == Tls.Mode.REQUIRE && authorities.isPresent()).isPresent()
                        ? Tls.Mode.VERIFY_CA
                        : mode.orElse(Tls.Mode.DISABLE);
        return new Tls(chosen, authorities.orElse(null));
    }

    /// Empty where it is not said, or encryption would be up to the server.
    private Optional<Tls.Mode> mode(ConnectionUrl url) {
        Optional<String> written =
                url.option("sslmode")
                        .or(() -> url.option("ssl").filter("true"::equals).map(yes -> "require"));
        return written.flatMap(
                word ->
                        switch (word.toLowerCase(Locale.ROOT)) {
                            case "disable" -> Optional.of(Tls.Mode.DISABLE);
                            case "allow", "prefer" -> Optional.empty();
                            case "require" -> Optional.of(Tls.Mode.REQUIRE);
                            case "verify-ca" -> Optional.of(Tls.Mode.VERIFY_CA);
                            case "verify-full" -> Optional.of(Tls.Mode.VERIFY_FULL);
                            default ->
                                    throw invalid(
                                            "has an `sslmode` that is none of disable, require,"
                                                    + " verify-ca and verify-full");
                        });
    }

    private Path file(String text) {
        try {
            return folder.resolve(text);
        } catch (InvalidPathException e) {
            throw invalid("has an `sslrootcert` that is no path");
        }
    }

    private RivetException unprotected(String host) {
        return Diagnostic.of(
                        Code.STATE_URL_TLS_REQUIRED,
                        "The state's host %s is not this machine, and %s does not say how the connection is protected: password and state would travel in plain text."
                                .formatted(host, name))
                .toException();
    }

    private RivetException invalid(String why) {
        return Diagnostic.of(Code.STATE_URL_INVALID, name + " " + why + ".").toException();
    }

    private RivetException unsupported(String why) {
        return Diagnostic.of(Code.STATE_URL_SCHEME_UNSUPPORTED, name + " " + why).toException();
    }
}
