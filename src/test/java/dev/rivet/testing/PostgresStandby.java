package dev.rivet.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// A streaming standby of an embedded [PostgresServer] of the newest version: the same users and
/// tables a moment later, read-only. Close it before its primary.
public final class PostgresStandby implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofMinutes(1);

    /// Settings of the primary that are not in its files.
    private static final String GIVEN_AT_START =
            """
            SELECT string_agg(format('%s = %L', name, setting), E'\\n') FROM pg_settings
            WHERE source = 'command line' AND name NOT LIKE '%\\_file' AND name <> 'port'
            """;

    private final PostgresServer primary;
    private final PostgresServer server;
    private final ServerProcess process;
    private final Path data;
    private final String slot;

    private PostgresStandby(
            PostgresServer primary, ServerProcess process, int port, Path data, String slot) {
        this.primary = primary;
        this.server = primary.onPort(port);
        this.process = process;
        this.data = data;
        this.slot = slot;
    }

    /// Copies the running primary, and returns when the copy answers queries.
    ///
    /// @param settings lines of `postgresql.conf` for the standby alone
    public static PostgresStandby of(PostgresServer primary, String... settings) {
        int port = ServerProcess.freePort();
        String slot = "standby_" + port;
        try {
            Path data = Files.createTempDirectory("rivet-standby-");
            // Keeps the log from here on until the standby has got it.
            primary.execute("SELECT pg_create_physical_replication_slot('" + slot + "', true)");
            BaseBackup.copy(primary, data);
            configure(primary, data, slot, String.join("\n", settings));
            ServerProcess process = start(primary, data, port);
            var standby = new PostgresStandby(primary, process, port, data, slot);
            await("the standby to answer", standby::answers);
            return standby;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void configure(PostgresServer primary, Path data, String slot, String settings)
            throws IOException {
        Files.createFile(data.resolve("standby.signal"));
        Files.writeString(
                data.resolve("postgresql.auto.conf"),
                String.format(
                        Locale.ROOT,
                        """
                %s
                primary_conninfo = 'host=127.0.0.1 port=%d user=postgres'
                primary_slot_name = '%s'
                %s
                """,
                        primary.ask(GIVEN_AT_START),
                        primary.source().endpoint().port(),
                        slot,
                        settings));
    }

    private static ServerProcess start(PostgresServer primary, Path data, int port)
            throws IOException {
        String program =
                ProcessHandle.of(primary.pid())
                        .flatMap(each -> each.info().command())
                        .orElseThrow();
        List<String> command =
                List.of(program, "-D", data.toString(), "-p", Integer.toString(port));
        Path log = Files.createFile(data.resolve("server.log"));
        var process = new ServerProcess(ServerProcess.notAsRoot(command), port, log);
        process.start();
        return process;
    }

    private boolean answers() {
        try (Connection connection = server.connect()) {
            return connection.isValid(0);
        } catch (SQLException notYet) {
            if (!process.isAlive()) {
                throw new IllegalStateException("the standby has ended", notYet);
            }
            return false;
        }
    }

    /// The standby, to be asked like any server.
    public PostgresServer server() {
        return server;
    }

    /// Waits until it shows all that has been committed on the primary by now.
    public void awaitCatchUp() {
        String now = primary.ask("SELECT pg_logical_emit_message(false, 'standby', '', true)");
        String question = "SELECT pg_last_wal_replay_lsn() >= '" + now + "'";
        await("the standby to catch up", () -> server.ask(question).equals("t"));
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("waited for " + what + " for " + DEADLINE);
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    /// Ends it and removes its files, and what the primary keeps for it.
    @Override
    public void close() {
        Signal.INT.send(List.of(process.pid()));
        process.stop();
        String active = "SELECT active FROM pg_replication_slots WHERE slot_name = '" + slot + "'";
        await("the slot to be free", () -> primary.ask(active).equals("f"));
        primary.execute("SELECT pg_drop_replication_slot('" + slot + "')");
        try {
            FileTree.delete(data);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
