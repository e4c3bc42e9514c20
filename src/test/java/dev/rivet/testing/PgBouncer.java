package dev.rivet.testing;

import dev.rivet.config.SourceConfig;
import dev.rivet.config.SourceConfig.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A pooler before a [PostgresServer], for the user of its [PostgresServer#source()]. It is the
/// system's own program, from the package `pgbouncer`.
public final class PgBouncer implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/pgbouncer");

    /// How long a client keeps a connection to the server.
    public enum PoolMode {
        SESSION,
        TRANSACTION,
        STATEMENT
    }

    private final ServerProcess process;
    private final Path folder;
    private final SourceConfig.Postgres source;

    private PgBouncer(ServerProcess process, Path folder, SourceConfig.Postgres source) {
        this.process = process;
        this.folder = folder;
        this.source = source;
    }

    /// Starts one.
    ///
    /// @param poolSize how many connections to the server a user has at most, per database
    public static PgBouncer over(PostgresServer server, PoolMode mode, int poolSize) {
        return over(server, mode, poolSize, Map.of());
    }

    /// The same with more settings of `pgbouncer.ini`, or others in place of those made here, one
    /// of which ignores the startup parameter `extra_float_digits`.
    public static PgBouncer over(
            PostgresServer server, PoolMode mode, int poolSize, Map<String, String> more) {
        if (!Files.isExecutable(PROGRAM)) {
            throw new IllegalStateException("Install PgBouncer: apt-get install pgbouncer");
        }
        try {
            Path folder = Files.createTempDirectory("rivet-pgbouncer-");
            int port = ServerProcess.freePort();
            Map<String, String> settings = new LinkedHashMap<>();
            settings.put("listen_addr", "127.0.0.1");
            settings.put("listen_port", Integer.toString(port));
            settings.put("unix_socket_dir", "");
            settings.put("auth_type", "scram-sha-256");
            settings.put("auth_file", folder.resolve("users.txt").toString());
            settings.put("pool_mode", mode.name().toLowerCase(Locale.ROOT));
            settings.put("default_pool_size", Integer.toString(poolSize));
            settings.put("ignore_startup_parameters", "extra_float_digits");
            settings.putAll(more);
            return start(folder, port, server.source(), settings);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static PgBouncer start(
            Path folder, int port, SourceConfig.Postgres server, Map<String, String> settings)
            throws IOException {
        Endpoint behind = server.endpoint();
        var text = new StringBuilder("[databases]\n");
        text.append(
                String.format(Locale.ROOT, "* = host=%s port=%d\n", behind.host(), behind.port()));
        text.append("[pgbouncer]\n");
        settings.forEach((name, value) -> text.append(name + " = " + value + "\n"));
        Path file = Files.writeString(folder.resolve("pgbouncer.ini"), text);
        Files.writeString(
                folder.resolve("users.txt"),
                "\"%s\" \"%s\"\n".formatted(behind.user(), behind.password().reveal()));
        List<String> command =
                ServerProcess.notAsRoot(List.of(PROGRAM.toString(), file.toString()));
        var process = new ServerProcess(command, port, folder.resolve("pgbouncer.log"));
        process.start();
        var here =
                new Endpoint(
                        "127.0.0.1", port, behind.user(), behind.password(), behind.database());
        return new PgBouncer(process, folder, new SourceConfig.Postgres(here, server.tls()));
    }

    /// How rivet reaches the server through it.
    public SourceConfig.Postgres source() {
        return source;
    }

    /// A JDBC connection through it of the same user, and therefore of the same pool; close it.
    public Connection connect() throws SQLException {
        Endpoint here = source.endpoint();
        return DriverManager.getConnection(
                String.format(
                        Locale.ROOT,
                        "jdbc:postgresql://%s:%d/%s",
                        here.host(),
                        here.port(),
                        here.database()),
                here.user(),
                here.password().reveal());
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.kill();
        try {
            FileTree.delete(folder);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
