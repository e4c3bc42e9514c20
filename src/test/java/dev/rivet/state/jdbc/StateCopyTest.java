package dev.rivet.state.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rivet.diag.Code;
import dev.rivet.diag.RivetException;
import dev.rivet.state.Leases.Lease;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateCopyTest {
    @TempDir Path folder;

    private StateBackend here;
    private StateBackend there;

    @BeforeEach
    void choose() {
        here = SqliteBackend.in(folder);
        there = new SqliteBackend(folder.resolve("other.db"), new SettableClock());
    }

    private Code refusal() {
        try (JdbcStateStore from = here.open();
                JdbcStateStore to = there.open()) {
            return catchThrowableOfType(RivetException.class, () -> new StateCopy(from, to).make())
                    .diagnostic()
                    .code();
        }
    }

    @Test
    void allIsTakenAlong() throws SQLException {
        try (JdbcStateStore from = here.open();
                JdbcStateStore to = there.open()) {
            Remembered.fill(from, 3);
            assertThat(new StateCopy(from, to).make())
                    .containsEntry("run_journal", 3L)
                    .containsEntry("export_owner", 1L)
                    .containsOnlyKeys(StateTables.REMEMBERED);
        }
        assertThat(Remembered.of(there)).isEqualTo(Remembered.of(here));
        assertThat(refusal()).isEqualTo(Code.STATE_COPY_TARGET_NOT_EMPTY);
    }

    @Test
    void nothingIsNoState() {
        assertThat(refusal()).isEqualTo(Code.STATE_COPY_SOURCE_EMPTY);
    }

    @Test
    void nobodyMayBeAtWork() {
        try (JdbcStateStore from = here.open()) {
            Remembered.fill(from, 1);
            Lease lease = from.leases().acquire("orders", "orders_9", Duration.ZERO);
            assertThat(refusal()).isEqualTo(Code.STATE_RUN_IN_PROGRESS);
            lease.close();
        }
        try (JdbcStateStore to = there.open();
                Lease lease = to.leases().acquire("orders", "orders_9", Duration.ZERO)) {
            lease.confirm();
            assertThat(refusal()).isEqualTo(Code.STATE_RUN_IN_PROGRESS);
        }
    }

    @Test
    void copyThatIsNotWholeIsNotKept() throws SQLException {
        try (JdbcStateStore from = here.open()) {
            Remembered.fill(from, 2);
        }
        there.open().close();
        there.execute(
                """
                CREATE TRIGGER loses BEFORE INSERT ON run_journal WHEN new.run_id = 'orders_1'
                BEGIN SELECT RAISE(IGNORE); END
                """);
        assertThat(refusal()).isEqualTo(Code.STATE_COPY_COUNT_MISMATCH);
        assertThat(there.select("SELECT run_id FROM run_status")).isEmpty();
    }

    @Test
    void everyTableIsCopiedOrALease() throws SQLException {
        here.open().close();
        assertThat(
                        here.select(
                                """
                                SELECT name FROM sqlite_master WHERE type = 'table'
                                    AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'flyway%'
                                """))
                .containsExactlyInAnyOrderElementsOf(StateTables.all());
        assertThat(
                        here.select(
                                """
                                SELECT name FROM sqlite_master WHERE type = 'table'
                                    AND sql LIKE '%AUTOINCREMENT%'
                                """))
                .containsExactlyInAnyOrderElementsOf(StateTables.NUMBERED);
    }

    @Test
    void whetherAFileKnowsAnExportIsSeenWithoutTouchingIt() throws Exception {
        Path file = folder.resolve("state.db");
        assertThat(JdbcStateStore.mayKnow(file, Set.of("orders"))).isFalse();
        Files.createFile(file);
        assertThat(JdbcStateStore.mayKnow(file, Set.of("orders"))).isFalse();
        try (JdbcStateStore state = here.open()) {
            assertThat(JdbcStateStore.mayKnow(file, Set.of("orders"))).isFalse();
            Remembered.fill(state, 1);
            assertThat(JdbcStateStore.mayKnow(file, Set.of("orders"))).isTrue();
        }
        assertThat(JdbcStateStore.mayKnow(file, Set.of("users"))).isFalse();
        assertThat(JdbcStateStore.mayKnow(file, Set.of("users", "orders"))).isTrue();
        try (var files = Files.list(folder)) {
            assertThat(files.map(Path::getFileName).map(Path::toString).toList())
                    .isEqualTo(List.of("state.db"));
        }
        Files.writeString(file, "something else");
        assertThat(JdbcStateStore.mayKnow(file, Set.of("users"))).isTrue();
    }
}
