package dev.rivet.config;

import dev.rivet.diag.Code;
import dev.rivet.diag.RivetException;
import dev.rivet.diag.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// From the `source` block to a [SourceConfig].
final class SourceReader {
    private static final String POSTGRES = "postgres";
    private static final String URL = "url";
    private static final String URL_ENV = "url_env";
    private static final String URL_FILE = "url_file";
    private static final String[] STRUCTURED = {
        "host", "user", "database", "password", "password_env", "port"
    };

    private final Variables variables;
    private final Anchor anchor;
    private final Findings findings;

    SourceReader(Variables variables, Anchor anchor, Findings findings) {
        this.variables = variables;
        this.anchor = anchor;
        this.findings = findings;
    }

    /// An endpoint and what its URL says of TLS.
    private record Address(SourceConfig.Endpoint endpoint, Tls.@Nullable Mode wanted) {}

    /// The source; empty after a report.
    Optional<SourceConfig> read(Section source) {
        Optional<String> engine = source.text("type");
        if (!oneForm(source) || engine.isEmpty()) {
            return Optional.empty();
        }
        return address(source, engine.get()).map(address -> config(source, engine.get(), address));
    }

    private SourceConfig config(Section source, String engine, Address address) {
        Tls tls =
                new TlsReader(anchor, findings)
                        .read(source, address.endpoint().host(), address.wanted());
        return engine.equals(POSTGRES)
                ? new SourceConfig.Postgres(address.endpoint(), tls)
                : new SourceConfig.MySql(address.endpoint(), tls);
    }

    private boolean oneForm(Section source) {
        List<String> urls = source.written(URL, URL_ENV, URL_FILE);
        List<String> structured = source.written(STRUCTURED);
        int forms = urls.size() + (structured.isEmpty() ? 0 : 1);
        if (forms == 1) {
            return true;
        }
        if (forms == 0 && (source.meant(URL, URL_ENV, URL_FILE) || source.meant(STRUCTURED))) {
            return false;
        }
        findings.problem(
                source.spot(),
                Code.CONFIG_SOURCE_CONNECTION_INVALID,
                forms == 0
                        ? "says nowhere how to connect"
                        : "says in several ways how to connect: "
                                + String.join(", ", urls)
                                + (structured.isEmpty() || urls.isEmpty() ? "" : ", ")
                                + String.join(", ", structured),
                forms == 0
                        ? "Add one of `url_env:`, `url_file:`, `url:`, or `host:` + `user:` +"
                                + " `database:`."
                        : Code.CONFIG_SOURCE_CONNECTION_INVALID.action());
        return false;
    }

    private Optional<Address> address(Section source, String engine) {
        if (source.wrote(URL)) {
            source.scalar(URL).ifPresent(this::warnOfPlainUrl);
            return fromUrl(source.text(URL), source.spot(URL), engine);
        }
        if (source.wrote(URL_ENV)) {
            return fromUrl(variable(source, URL_ENV), source.spot(URL_ENV), engine);
        }
        if (source.wrote(URL_FILE)) {
            return fromUrl(fileContent(source), source.spot(URL_FILE), engine);
        }
        return structured(source, engine);
    }

    private Optional<Address> fromUrl(Optional<String> url, Spot spot, String engine) {
        if (url.isEmpty()) {
            return Optional.empty();
        }
        try {
            return checked(ConnectionUrl.parse(url.get().strip()), spot, engine);
        } catch (ConnectionUrl.Malformed malformed) {
            findings.problem(spot, Code.CONFIG_SOURCE_URL_INVALID, "the URL " + malformed.reason());
            return Optional.empty();
        }
    }

    private Optional<Address> checked(ConnectionUrl url, Spot spot, String engine) {
        if (!schemeFits(url.scheme(), engine)) {
            findings.problem(
                    spot,
                    Code.CONFIG_SOURCE_URL_SCHEME_MISMATCH,
                    "the URL begins with `" + url.scheme() + "://`, but `type` is " + engine,
                    "Begin the URL with `"
                            + (engine.equals(POSTGRES) ? "postgresql" : "mysql")
                            + "://`, or change `source.type`.");
            return Optional.empty();
        }
        if (url.user().isEmpty()) {
            findings.problem(spot, Code.CONFIG_SOURCE_URL_INVALID, "the URL has no user");
            return Optional.empty();
        }
        Tls.@Nullable Mode wanted =
                new UrlOptions(findings).tlsMode(url, engine, spot).orElse(null);
        boolean userIsDatabase = engine.equals(POSTGRES) && url.database().isEmpty();
        return Optional.of(
                new Address(
                        new SourceConfig.Endpoint(
                                url.host(),
                                url.port() == 0 ? defaultPort(engine) : url.port(),
                                url.user(),
                                Secret.of(url.password()),
                                userIsDatabase ? url.user() : url.database()),
                        wanted));
    }

    private static boolean schemeFits(String scheme, String engine) {
        return engine.equals(POSTGRES)
                ? scheme.equals("postgres") || scheme.equals("postgresql")
                : scheme.equals("mysql") || scheme.equals("mariadb");
    }

    private static int defaultPort(String engine) {
        return engine.equals(POSTGRES) ? 5_432 : 3_306;
    }

    private Optional<Address> structured(Section source, String engine) {
        Optional<Secret> password = password(source);
        boolean complete = true;
        for (String key : List.of("host", "user", "database")) {
            if (!source.wrote(key) && !source.meant(key)) {
                findings.problem(
                        source.spot(),
                        Code.CONFIG_SOURCE_CONNECTION_INVALID,
                        "`" + key + "` is missing",
                        "Add `" + key + ":`: host, user and database belong together.");
            }
            complete &= source.scalar(key).isPresent();
        }
        if (!complete || password.isEmpty() || !plausible(source.scalar("host").orElseThrow())) {
            return Optional.empty();
        }
        return Optional.of(
                new Address(
                        new SourceConfig.Endpoint(
                                source.text("host").orElseThrow(),
                                (int) source.whole("port").orElse(defaultPort(engine)),
                                source.text("user").orElseThrow(),
                                password.get(),
                                source.text("database").orElseThrow()),
                        null));
    }

    private boolean plausible(Scalar host) {
        if (host.text().matches("[^\\s/@,?#]+")) {
            return true;
        }
        findings.problem(
                host.spot(),
                Code.CONFIG_SOURCE_CONNECTION_INVALID,
                "is not a host name or address",
                "Write one host name or address, without scheme and port.");
        return false;
    }

    private Optional<Secret> password(Section source) {
        if (source.wrote("password") && source.wrote("password_env")) {
            findings.problem(
                    source.spot("password_env"),
                    Code.CONFIG_SOURCE_CONNECTION_INVALID,
                    "stands beside `password`",
                    "Keep one of the two, best `password_env`.");
            return Optional.empty();
        }
        if (source.wrote("password_env")) {
            return variable(source, "password_env").map(Secret::of);
        }
        Optional<Scalar> password = source.scalar("password");
        password.filter(value -> !value.hasVariables() && !value.text().isEmpty())
                .ifPresent(
                        value ->
                                findings.warn(
                                        value.spot(),
                                        "the password stands in the configuration in plain text;"
                                                + " `password_env` keeps it out"));
        return source.wrote("password") && password.isEmpty()
                ? Optional.empty()
                : Optional.of(Secret.of(password.map(Scalar::text).orElse("")));
    }

    private void warnOfPlainUrl(Scalar url) {
        if (!url.hasVariables() && url.text().matches("[^:]*://[^:@]*:[^@]+@.*")) {
            findings.warn(
                    url.spot(),
                    "the URL holds a password in plain text; `url_env` or `url_file` keeps it"
                            + " out of the configuration");
        }
    }

    private Optional<String> variable(Section source, String key) {
        return source.scalar(key)
                .flatMap(name -> variables.environment(name.text(), name.spot(), findings));
    }

    private Optional<String> fileContent(Section source) {
        Optional<Scalar> name = source.scalar(URL_FILE);
        Optional<Path> file = name.map(Scalar::text).flatMap(anchor::resolve);
        if (name.isPresent() && file.isEmpty()) {
            findings.problem(name.get().spot(), Code.CONFIG_PATH_UNSAFE, "is not a path");
        }
        file.ifPresent(findings::reads);
        try {
            return file.map(ConfigText::read);
        } catch (RivetException unreadable) {
            findings.problem(
                    source.spot(URL_FILE),
                    unreadable.diagnostic().code(),
                    unreadable.diagnostic().message(),
                    "Write the URL into that file, or correct the path.");
            return Optional.empty();
        }
    }
}
