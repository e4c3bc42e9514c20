package dev.rivet.testing;

import dev.rivet.config.SourceConfig.Endpoint;
import dev.rivet.diag.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A MySQL or MariaDB that tests may do anything to: one per product and JVM, with a user that has
/// every right and an empty database. `RIVET_TEST_MYSQL_URL` and `RIVET_TEST_MARIADB_URL`
/// (`mysql://user:password@host:port/database`) name running servers to use instead.
public final class MySqlServer implements AutoCloseable {
    private static final String DATABASE = "rivet_test";
    private static final String USER = "rivet";
    private static final String PASSWORD = "s3cret-Pass";

    private static @Nullable MySqlServer mySql;
    private static @Nullable MySqlServer mariaDb;

    private final Endpoint endpoint;
    private final @Nullable ServerProcess process;
    private final @Nullable Path data;

    private MySqlServer(Endpoint endpoint, @Nullable ServerProcess process, @Nullable Path data) {
        this.endpoint = endpoint;
        this.process = process;
        this.data = data;
    }

    public static synchronized MySqlServer mySql() {
        MySqlServer server = mySql;
        if (server == null) {
            String url = System.getenv("RIVET_TEST_MYSQL_URL");
            server = url == null ? embedded(MySqlFlavor.MYSQL) : external(URI.create(url));
            mySql = server;
        }
        return server;
    }

    public static synchronized MySqlServer mariaDb() {
        MySqlServer server = mariaDb;
        if (server == null) {
            String url = System.getenv("RIVET_TEST_MARIADB_URL");
            server = url == null ? embedded(MySqlFlavor.MARIADB) : external(URI.create(url));
            mariaDb = server;
        }
        return server;
    }

    /// A MySQL for one test only, beside the shared one; close it.
    ///
    /// @param settings for this one, as in `my.cnf`: `max_connections=5`
    public static MySqlServer startOwnMySql(String... settings) {
        return embedded(MySqlFlavor.MYSQL, settings);
    }

    /// The same, a MariaDB. It makes a new key at each start, which takes it seconds; the setting
    /// `skip-ssl` saves them.
    public static MySqlServer startOwnMariaDb(String... settings) {
        return embedded(MySqlFlavor.MARIADB, settings);
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    /// A JDBC connection of the user that may do anything.
    public Connection connect() throws SQLException {
        return connect("");
    }

    /// The same, and `LOAD DATA LOCAL` may read this machine's files.
    public Connection connectForLoading() throws SQLException {
        return connect("&allowLoadLocalInfile=true");
    }

    private Connection connect(String options) throws SQLException {
        String url =
                String.format(
                                Locale.ROOT,
                                "jdbc:mysql://%s:%d/%s?allowPublicKeyRetrieval=true&connectionTimeZone=UTC",
                                endpoint.host(),
                                endpoint.port(),
                                endpoint.database())
                        + "&sslMode=DISABLED&rewriteBatchedStatements=true&jdbcCompliantTruncation=false"
                        + options;
        return DriverManager.getConnection(url, endpoint.user(), endpoint.password().reveal());
    }

    /// Runs statements, one after the other.
    public void execute(String... statements) {
        try (Connection connection = connect();
                var statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /// The authority that signed the server's certificate; empty when it has none of its own.
    public Optional<Path> authority() {
        return Optional.ofNullable(data).map(each -> each.resolve("ca.pem")).filter(Files::exists);
    }

    /// Ends the server the way a power cut would; [#restart()] brings it back.
    public void kill() {
        embeddedProcess().kill();
    }

    public void restart() {
        embeddedProcess().start();
    }

    /// Ends the server in good order; its files stay.
    void shutDown() {
        embeddedProcess().stop();
    }

    /// The process of an embedded server.
    public long pid() {
        return embeddedProcess().pid();
    }

    /// Stops an embedded server until that is closed.
    public FrozenProcess freeze() {
        return FrozenProcess.freeze(pid());
    }

    /// Ends a server that was started for one test, and removes its files.
    @Override
    public void close() {
        remove(embeddedProcess(), Objects.requireNonNull(data));
    }

    private ServerProcess embeddedProcess() {
        if (process == null) {
            throw new IllegalStateException("the server was not started by this test run");
        }
        return process;
    }

    private static MySqlServer external(URI url) {
        String[] user = url.getUserInfo().split(":", 2);
        return new MySqlServer(
                new Endpoint(
                        url.getHost(),
                        url.getPort() < 0 ? 3306 : url.getPort(),
                        user[0],
                        Secret.of(user.length > 1 ? user[1] : ""),
                        url.getPath().substring(1)),
                null,
                null);
    }

    private static MySqlServer embedded(MySqlFlavor flavor, String... settings) {
        try {
            Path data = Files.createTempDirectory("rivet-" + flavor.executable());
            fill(data, flavor);
            Path init = Files.writeString(data.resolve("init.sql"), users(flavor));
            List<String> all = new ArrayList<>(List.of("init-file=" + init));
            all.addAll(List.of(settings));
            return start(flavor, data, all, Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Puts there the files of a server that has never run, and has no user yet.
    static void fill(Path data, MySqlFlavor flavor) throws IOException {
        FileTree.copy(flavor.unpack().resolve("template"), data);
        // Another server is another one for its clients too: it makes its own UUID.
        Files.deleteIfExists(data.resolve("auto.cnf"));
    }

    /// The statements that make the user and the database.
    static String users(MySqlFlavor flavor) {
        return flavor.users(USER, PASSWORD);
    }

    /// Starts a server over these files, which go with it.
    static MySqlServer start(
            MySqlFlavor flavor, Path data, List<String> settings, Map<String, String> environment) {
        int port = ServerProcess.freePort();
        List<String> command = new ArrayList<>(flavor.command(flavor.unpack(), data));
        command.add("--port=" + port);
        command.add("--socket=" + data.resolve("sock"));
        settings.forEach(each -> command.add("--" + each));
        Path log = data.resolve("server.log");
        ServerProcess process = new ServerProcess(command, port, log, environment);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(process, data)));
        process.start();
        Endpoint endpoint = new Endpoint("127.0.0.1", port, USER, Secret.of(PASSWORD), DATABASE);
        return new MySqlServer(endpoint, process, data);
    }

    private static void remove(ServerProcess process, Path data) {
        process.stop();
        try {
            FileTree.delete(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String database() {
        return DATABASE;
    }
}
