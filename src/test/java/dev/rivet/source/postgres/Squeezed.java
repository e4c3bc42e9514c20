package dev.rivet.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.config.Tuning;
import dev.rivet.config.Tunings;
import dev.rivet.row.RowBatch;
import dev.rivet.source.PreparedRead;
import dev.rivet.source.SourceSession;
import dev.rivet.source.postgres.decode.Values;
import dev.rivet.testing.PostgresServer;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// A table that a server cannot send at once: two rows on a page, and on the wire far more than
/// they take there, so that a range is larger than all buffers between the server and the reader.
final class Squeezed {
    static final String TABLE = "squeezed";
    static final int ROWS = 7_000;
    static final long TINY_BATCH = 256 << 10;

    private Squeezed() {}

    static void create(PostgresServer server) {
        server.execute(
                "DROP TABLE IF EXISTS squeezed",
                "CREATE TABLE squeezed (id int, filler text STORAGE PLAIN, t text)",
                "INSERT INTO squeezed SELECT n, repeat('f', 3500), repeat('x', 20000)"
                        + " FROM generate_series(1, "
                        + ROWS
                        + ") n");
    }

    static Tuning tuning(int parallel, long batchBytes, long maxValue) {
        return tuning(parallel, batchBytes, maxValue, Duration.ofSeconds(60));
    }

    static Tuning tuning(int parallel, long batchBytes, long maxValue, Duration timeout) {
        return tuning(parallel, batchBytes, maxValue, timeout, Duration.ofSeconds(1));
    }

    static Tuning tuning(
            int parallel, long batchBytes, long maxValue, Duration timeout, Duration lockTimeout) {
        return Tunings.of(
                "test",
                10_000,
                batchBytes,
                Duration.ZERO,
                timeout,
                lockTimeout,
                maxValue,
                parallel);
    }

    static void until(BooleanSupplier condition) throws InterruptedException {
        boolean met = condition.getAsBoolean();
        for (int i = 0; i < 200 && !met; i++) {
            Thread.sleep(50);
            met = condition.getAsBoolean();
        }
        assertThat(met).isTrue();
    }

    static List<Tester> start(SourceSession session, Reading reading, String table) {
        PreparedRead read = session.read(session.describe(reading.table(table)), Reading.OPEN);
        assertThat(read.remarks()).isEmpty();
        return read.streams().stream().map(Tester::of).toList();
    }

    static long sessions(PostgresServer server, String condition) {
        return Long.parseLong(
                server.ask(
                        "SELECT count(*) FROM pg_stat_activity"
                                + " WHERE application_name = 'rivet/1.0.0 orders' AND "
                                + condition));
    }

    /// Starts to read over three connections until all wait for the reader.
    static List<Tester> startAndStall(PostgresServer server, SourceSession session)
            throws InterruptedException {
        Reading reading = new Reading(server.source()).tuned(tuning(3, TINY_BATCH, 0));
        List<Tester> streams = start(session, reading, TABLE);
        assertThat(streams).hasSize(3);
        for (Tester stream : streams) {
            assertThat(stream.ask()).isInstanceOf(RowBatch.class);
        }
        untilAllWait(server);
        return streams;
    }

    /// While the buffers on the way fill up, a server waits and goes on in turns.
    private static void untilAllWait(PostgresServer server) throws InterruptedException {
        for (int i = 0; i < 8; i++) {
            until(() -> sessions(server, "state = 'active' AND wait_event = 'ClientWrite'") == 3);
            Thread.sleep(25);
        }
    }

    /// The first column of all rows, none of them twice.
    static Set<Object> ids(List<RowBatch> batches) {
        Set<Object> ids = new HashSet<>();
        for (RowBatch batch : batches) {
            Values.rows(batch).forEach(row -> assertThat(ids.add(row.getFirst())).isTrue());
        }
        return ids;
    }
}
