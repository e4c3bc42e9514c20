package dev.rivet.source.postgres;

import static dev.rivet.source.postgres.Squeezed.TINY_BATCH;
import static dev.rivet.source.postgres.Squeezed.ids;
import static dev.rivet.source.postgres.Squeezed.tuning;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rivet.diag.Code;
import dev.rivet.diag.RivetException;
import dev.rivet.diag.Transience;
import dev.rivet.row.RowBatch;
import dev.rivet.source.PreparedRead;
import dev.rivet.source.ReadPlan;
import dev.rivet.source.SourceSession;
import dev.rivet.testing.PostgresServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Schemas that change places under a read: the lock on a table does not hold that off. What comes
/// is the table that was described, whole, or an error.
class PostgresSwapLiveIT {
    private static final PostgresServer SERVER = PostgresServer.newest();
    private static final int ROWS = 4_000;
    private static final Set<Object> DESCRIBED =
            IntStream.rangeClosed(1, ROWS).boxed().collect(Collectors.toSet());

    @BeforeEach
    void makeTheTable() {
        SERVER.execute(
                "DROP SCHEMA IF EXISTS shown CASCADE",
                "DROP SCHEMA IF EXISTS hidden_away CASCADE",
                "DROP SCHEMA IF EXISTS next CASCADE");
        make("shown", "int", 1);
    }

    /// Two rows on a page, so that there are several ranges.
    private static void make(String schema, String type, int from) {
        SERVER.execute(
                "CREATE SCHEMA " + schema,
                "GRANT USAGE ON SCHEMA " + schema + " TO PUBLIC",
                "CREATE TABLE %s.t (id %s, filler text STORAGE PLAIN, t text)"
                        .formatted(schema, type),
                "INSERT INTO %s.t SELECT n, repeat('f', 3500), repeat('x', 20000)".formatted(schema)
                        + String.format(
                                Locale.ROOT,
                                " FROM generate_series(%d, %d) n",
                                from,
                                from + ROWS - 1),
                "GRANT SELECT ON %s.t TO PUBLIC".formatted(schema));
    }

    private static void swap() {
        SERVER.execute(
                "ALTER SCHEMA shown RENAME TO hidden_away", "ALTER SCHEMA next RENAME TO shown");
    }

    private static Reading reading(int parallel) {
        return new Reading(SERVER.source()).tuned(tuning(parallel, TINY_BATCH, 0));
    }

    private static void assertChanged(RivetException failure) {
        assertThat(failure.diagnostic().code()).isEqualTo(Code.SOURCE_COLUMNS_CHANGED_UNDER_READ);
        assertThat(failure.diagnostic().transience()).isEqualTo(Transience.TRANSIENT);
    }

    @ParameterizedTest
    @CsvSource({"int, 1", "int, 3", "bigint, 1", "bigint, 3"})
    void rangesOfTwoTablesAreNeverMixed(String type, int parallel) throws InterruptedException {
        make("next", type, ROWS / 2);
        assertNeverMixed(parallel, PostgresSwapLiveIT::swap);
    }

    @Test
    void tableThatIsGoneIsAChangeToo() throws InterruptedException {
        assertNeverMixed(1, () -> SERVER.execute("ALTER SCHEMA shown RENAME TO hidden_away"));
    }

    private static void assertNeverMixed(int parallel, Runnable change)
            throws InterruptedException {
        Reading reading = reading(parallel);
        try (SourceSession session = reading.open()) {
            PreparedRead read =
                    session.read(session.describe(reading.table("shown.t")), Reading.OPEN);
            List<Tester> streams = read.streams().stream().map(Tester::of).toList();
            List<RowBatch> batches = new ArrayList<>();
            for (Tester stream : streams) {
                batches.add((RowBatch) stream.ask());
            }

            change.run();
            List<RivetException> failures = new ArrayList<>();
            for (Tester stream : streams) {
                Object next = stream.ask();
                while (next instanceof RowBatch batch) {
                    batches.add(batch);
                    next = stream.ask();
                }
                if (next instanceof RivetException failure) {
                    failures.add(failure);
                }
            }

            failures.forEach(PostgresSwapLiveIT::assertChanged);
            assertThat(ids(batches)).isSubsetOf(DESCRIBED);
            if (failures.isEmpty()) {
                assertThat(ids(batches)).isEqualTo(DESCRIBED);
            }
        }
    }

    @Test
    void portalKeepsTheTableThatItWasOpenedOn() {
        make("next", "int", ROWS / 2);
        Reading reading = reading(1);
        try (SourceSession session = reading.open()) {
            ReadPlan plan = session.describe(reading.query("SELECT id FROM shown.t"));
            PreparedRead read = session.read(plan, Reading.OPEN);

            swap();

            assertThat(ids(Reading.batches(read))).isEqualTo(DESCRIBED);
        }
    }

    @Test
    void portalIsNotOpenedOnAnotherTable() {
        make("next", "int", ROWS / 2);
        Reading reading = reading(1);
        try (SourceSession session = reading.open()) {
            ReadPlan plan = session.describe(reading.query("SELECT id FROM shown.t"));
            swap();

            assertChanged(
                    catchThrowableOfType(
                            RivetException.class, () -> session.read(plan, Reading.OPEN)));
        }
    }

    @Test
    void portalCanBeOpenedAgain() {
        Reading reading = reading(1);
        try (SourceSession session = reading.open()) {
            ReadPlan plan = session.describe(reading.query("SELECT id FROM shown.t"));
            session.read(plan, Reading.OPEN);

            PreparedRead again = session.read(plan, Reading.OPEN);

            assertThat(ids(Reading.batches(again))).isEqualTo(DESCRIBED);
        }
    }
}
