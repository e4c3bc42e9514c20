package dev.rivet.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.diag.Code;
import dev.rivet.diag.RivetException;
import dev.rivet.diag.Transience;
import dev.rivet.source.ReadPlan;
import dev.rivet.source.SourceSession;
import dev.rivet.testing.PostgresServer;
import dev.rivet.testing.PostgresStandby;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What counts as a change of what is read, and what does not.
class PostgresLockedRelationsLiveIT {
    private static final PostgresServer SERVER = PostgresServer.newest();
    private static final Reading READING = new Reading(SERVER.source());
    private static final List<String> RELOAD =
            List.of("TRUNCATE kept.t", "INSERT INTO kept.t SELECT n FROM generate_series(1, 7) n");

    @BeforeEach
    void makeATable() {
        make(SERVER);
    }

    private static void make(PostgresServer server) {
        server.execute(
                "DROP SCHEMA IF EXISTS kept CASCADE",
                "CREATE SCHEMA kept",
                "GRANT USAGE ON SCHEMA kept TO PUBLIC",
                "CREATE TABLE kept.t AS SELECT n AS id FROM generate_series(1, 3) n",
                "GRANT SELECT ON kept.t TO PUBLIC");
    }

    private static void assertReadBothWays() {
        assertThat(READING.all(READING.table("kept.t")).rows()).hasSize(3);
        assertThat(READING.all("SELECT id FROM kept.t").rows()).hasSize(3);
    }

    @Test
    void changesThatAreNotCommittedDoNotCount() throws Exception {
        try (Transaction open = new Transaction(SERVER)) {
            open.execute(List.of("GRANT INSERT ON kept.t TO rivet"));
            assertReadBothWays();
            open.execute(List.of("ROLLBACK", "ALTER TABLE kept.t ADD more int", "ROLLBACK"));
            assertReadBothWays();
        }
    }

    @Test
    void changesThatWaitForNoReaderDoNotCountOnceItIsLocked() {
        try (SourceSession session = READING.open()) {
            ReadPlan query = session.describe(READING.query("SELECT id FROM kept.t"));
            SERVER.execute(
                    "GRANT INSERT ON kept.t TO rivet",
                    "GRANT CREATE ON SCHEMA kept TO rivet",
                    "CREATE INDEX ON kept.t (id)",
                    "ANALYZE kept.t",
                    "ALTER TABLE kept.t ALTER id SET STATISTICS 10");

            assertThat(Reading.batches(session.read(query, Reading.OPEN))).hasSize(1);
        }
    }

    @Test
    void viewIsReadWhoseOwnerMayReadSingleColumnsOnly() {
        SERVER.execute(
                "DROP ROLE IF EXISTS viewer",
                "CREATE ROLE viewer",
                "GRANT ALL ON SCHEMA kept TO viewer",
                "REVOKE ALL ON kept.t FROM PUBLIC",
                "GRANT SELECT (id) ON kept.t TO viewer",
                "CREATE VIEW kept.v AS SELECT id FROM kept.t",
                "ALTER VIEW kept.v OWNER TO viewer",
                "GRANT SELECT ON kept.v TO PUBLIC");
        try {
            assertThat(READING.all(READING.table("kept.v")).rows()).hasSize(3);
        } finally {
            SERVER.execute("DROP OWNED BY viewer CASCADE", "DROP ROLE viewer");
        }
    }

    @Test
    void viewIsReadWhoseTablesAreInASchemaThatTheReaderMayNotUse() {
        SERVER.execute(
                "DROP SCHEMA IF EXISTS private CASCADE",
                "CREATE SCHEMA private",
                "CREATE TABLE private.t AS SELECT n AS id FROM generate_series(1, 3) n",
                "CREATE VIEW kept.v AS SELECT id FROM private.t",
                "GRANT SELECT ON kept.v TO PUBLIC");

        assertThat(READING.all(READING.table("kept.v")).rows()).hasSize(3);
        assertThat(READING.all("SELECT id FROM kept.v").rows()).hasSize(3);
    }

    /// Somebody replaces it each time, and the next one stands in line already.
    @Test
    void tableThatIsReplacedAtEachAttemptIsAFailureToRunAgain() throws Exception {
        try (Transaction first = new Transaction(SERVER);
                Transaction second = new Transaction(SERVER)) {
            first.execute(RELOAD);
            CompletableFuture<Reading.Result> read =
                    CompletableFuture.supplyAsync(
                            () -> READING.all("SELECT id FROM kept.t"), Transaction.ASIDE);
            Transaction holder = first;
            Transaction next = second;
            for (int attempt = 0; attempt < 5; attempt++) {
                Transaction.until(holder::isWaitedFor);
                Transaction queued = next;
                queued.begin(() -> queued.execute(RELOAD));
                holder.commit();
                queued.end();
                next = holder;
                holder = queued;
            }

            assertThatThrownBy(() -> read.get(60, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOfSatisfying(
                            RivetException.class,
                            failure -> {
                                assertThat(failure.diagnostic().code())
                                        .isEqualTo(Code.SOURCE_COLUMNS_CHANGED_UNDER_READ);
                                assertThat(failure.diagnostic().transience())
                                        .isEqualTo(Transience.TRANSIENT);
                            })
                    .hasMessageContaining("keeps being replaced")
                    .hasMessageContaining("kept.t");
        }
    }

    @Test
    void reloadThatAStandbyReplaysIsSeenToo() throws Exception {
        try (PostgresServer primary = PostgresServer.startOwn()) {
            make(primary);
            try (PostgresStandby standby = PostgresStandby.of(primary);
                    Transaction reload = new Transaction(primary)) {
                Reading reading =
                        new Reading(standby.server().source())
                                .tuned(
                                        Squeezed.tuning(
                                                2,
                                                1 << 20,
                                                0,
                                                Duration.ofSeconds(60),
                                                Duration.ofSeconds(60)));
                assertThat(reading.all(reading.table("kept.t")).rows()).hasSize(3);
                reload.execute(RELOAD);
                standby.awaitCatchUp();
                CompletableFuture<Reading.Result> table =
                        CompletableFuture.supplyAsync(
                                () -> reading.all(reading.table("kept.t")), Transaction.ASIDE);
                CompletableFuture<Reading.Result> query =
                        CompletableFuture.supplyAsync(
                                () -> reading.all("SELECT id FROM kept.t"), Transaction.ASIDE);
                Transaction.until(
                        () ->
                                standby.server()
                                        .ask("SELECT count(*) FROM pg_locks WHERE NOT granted")
                                        .equals("2"));

                reload.commit();

                assertThat(table.get(60, TimeUnit.SECONDS).rows()).hasSize(7);
                assertThat(query.get(60, TimeUnit.SECONDS).rows()).hasSize(7);
            }
        }
    }
}
