package dev.rivet.state.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rivet.diag.Code;
import dev.rivet.diag.RivetException;
import dev.rivet.state.Leases.Lease;
import dev.rivet.testing.PostgresServer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From a file to PostgreSQL, and back.
class PostgresCopyLiveIT {
    @TempDir Path folder;

    private final PostgresBackend server = PostgresBackend.on(PostgresServer.newest());

    @Test
    void stateGoesToPostgresAndBack() throws SQLException {
        StateBackend file = SqliteBackend.in(folder);
        StateBackend again = new SqliteBackend(folder.resolve("b.db"), new SettableClock());
        try (JdbcStateStore from = file.open();
                JdbcStateStore middle = server.open();
                JdbcStateStore to = again.open()) {
            Remembered.fill(from, 250);
            assertThat(new StateCopy(from, middle).make()).containsEntry("run_journal", 250L);
            assertThat(new StateCopy(middle, to).make()).containsEntry("file_log", 250L);
        }
        assertThat(Remembered.of(server)).isEqualTo(Remembered.of(file));
        assertThat(Remembered.of(again)).isEqualTo(Remembered.of(file));
    }

    @Test
    void numbersGoOnAfterACopy() throws SQLException {
        StateBackend file = SqliteBackend.in(folder);
        try (JdbcStateStore from = file.open();
                JdbcStateStore to = server.open()) {
            Remembered.fill(from, 3);
            new StateCopy(from, to).make();
            Remembered.fill(to, 4);
        }
        assertThat(server.select("SELECT COUNT(DISTINCT id) FROM file_log")).containsExactly("4");
        assertThat(server.select("SELECT MAX(id) FROM file_log")).containsExactly("7");
    }

    @Test
    void nobodyMayBeAtWorkAndNothingMayBeThere() {
        StateBackend file = SqliteBackend.in(folder);
        try (JdbcStateStore from = file.open();
                JdbcStateStore to = server.open()) {
            Remembered.fill(from, 1);
            Lease lease = to.leases().acquire("users", "users_1", Duration.ZERO);
            assertThat(refusal(from, to)).isEqualTo(Code.STATE_RUN_IN_PROGRESS);
            lease.close();
            Remembered.fill(to, 1);
            assertThat(refusal(from, to)).isEqualTo(Code.STATE_COPY_TARGET_NOT_EMPTY);
            assertThat(refusal(to, to)).isEqualTo(Code.STATE_COPY_TARGET_NOT_EMPTY);
        }
    }

    private static Code refusal(JdbcStateStore from, JdbcStateStore to) {
        return catchThrowableOfType(RivetException.class, () -> new StateCopy(from, to).make())
                .diagnostic()
                .code();
    }

    @Test
    void tablesHaveTheSameColumnsInBothEngines() throws SQLException {
        try (Database file = SqliteBackend.in(folder).database();
                Database postgres = server.database()) {
            for (String table : StateTables.all()) {
                List<String> expected = file.read(session -> names(session, table));
                assertThat(postgres.<List<String>>read(session -> names(session, table)))
                        .as(table)
                        .isEqualTo(expected);
            }
        }
    }

    private static List<String> names(Session session, String table) throws SQLException {
        return List.copyOf(session.columns(table).keySet());
    }
}
