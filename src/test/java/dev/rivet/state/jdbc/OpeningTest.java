package dev.rivet.state.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rivet.ChildProcess;
import dev.rivet.diag.Code;
import dev.rivet.diag.RivetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a state file may be when it is opened.
class OpeningTest {
    private static final Duration SHORT = Duration.ofMillis(100);

    @TempDir Path folder;

    private Path file() {
        return folder.resolve("state.db");
    }

    @Test
    void newFileIsForItsOwnerOnlyAndReady() throws Exception {
        SqliteDatabase.open(file(), SHORT).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA journal_mode")) {
            assertThat(row.getString(1)).isEqualTo("wal");
        }
        SqliteDatabase.open(file(), SHORT).close();
    }

    @Test
    void unusualPathsWork() throws IOException {
        Path odd = Files.createDirectory(folder.resolve("ä b?c=d%20#e")).resolve("state.db");
        SqliteDatabase.open(odd, SHORT).close();
        assertThat(odd).isNotEmptyFile();
    }

    @Test
    void emptyFileBecomesAState() throws IOException {
        Files.createFile(file());
        SqliteDatabase.open(file(), SHORT).close();
        assertThat(file()).isNotEmptyFile();
    }

    @Test
    void newerSchemaIsRefusedAndStays() throws Exception {
        SqliteDatabase.open(file(), SHORT).close();
        execute(
                """
                INSERT INTO flyway_schema_history VALUES
                (99, '70', 'future', 'SQL', 'V70__future.sql', 1, 'x', '2030-01-01', 1, 1)
                """);
        assertRefused(Code.STATE_SCHEMA_NEWER, "schema version 70; this rivet knows ");
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT MAX(installed_rank) FROM flyway_schema_history")) {
            assertThat(row.getInt(1)).isEqualTo(99);
        }
    }

    @Test
    void stateOfTheFirstVersionIsBroughtUpToDateWithItsRows() throws Exception {
        SqliteDatabase.open(file(), SHORT).close();
        execute("ALTER TABLE export_lease DROP COLUMN start_ticks");
        execute("DROP TABLE export_owner");
        dropProgress();
        execute("DELETE FROM flyway_schema_history WHERE CAST(version AS INTEGER) > 1");
        execute(
                """
                INSERT INTO export_lease VALUES ('orders', 'orders_1', 't', 'h', 'm', 7,
                    '2026-11-21T05:00:00Z', '2026-11-21T05:00:01Z', '2026-11-21T05:00:31Z')
                """);
        try (SqliteDatabase database = SqliteDatabase.open(file(), SHORT)) {
            LeaseRow row = database.read(session -> LeaseRow.of(session, "orders")).orElseThrow();
            assertThat(row.process()).isEqualTo(new ProcessIdentity("h", "m", 7, null));
            assertThat(row.runId()).isEqualTo("orders_1");
        }
    }

    /// What the fourth and the fifth version have added.
    private void dropProgress() throws SQLException {
        for (String table :
                List.of(
                        "export_state",
                        "cursor_sighting",
                        "export_progression",
                        "chunk_run",
                        "chunk_task",
                        "export_margin")) {
            execute("DROP TABLE " + table);
        }
    }

    private void makeOld() throws SQLException {
        SqliteDatabase.open(file(), SHORT).close();
        dropProgress();
        execute("DROP TABLE export_owner");
        execute("DELETE FROM flyway_schema_history WHERE CAST(version AS INTEGER) > 2");
        execute("INSERT INTO export_schema VALUES ('orders', '[]', '')");
    }

    private Path backup() {
        return folder.resolve("state.db.v2.bak");
    }

    @Test
    void fileIsCopiedBeforeItIsChanged() throws Exception {
        makeOld();
        Files.writeString(backup(), "of an attempt that failed");
        SqliteDatabase.open(file(), SHORT).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup())))
                .isEqualTo("rw-------");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + backup());
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                """
                                SELECT export_name, (SELECT MAX(version) FROM flyway_schema_history)
                                FROM export_schema
                                """)) {
            assertThat(row.getString(1)).isEqualTo("orders");
            assertThat(row.getString(2)).isEqualTo("2");
        }
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactlyInAnyOrder(file(), backup());
        }
    }

    @Test
    void fileThatCannotBeCopiedIsLeftAsItIs() throws Exception {
        makeOld();
        Files.createDirectories(backup().resolve("in the way"));
        assertRefused(Code.STATE_BACKUP_FAILED, backup().toString());
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT MAX(version) FROM flyway_schema_history")) {
            assertThat(row.getString(1)).isEqualTo("2");
        }
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactlyInAnyOrder(file(), backup());
        }
    }

    @Test
    void newFileNeedsNoCopy() throws Exception {
        SqliteDatabase.open(file(), SHORT).close();
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file());
        }
    }

    @Test
    void databaseOfSomebodyElseIsRefused() throws SQLException {
        execute("CREATE TABLE schema_version (version INTEGER)");
        assertRefused(Code.STATE_SCHEMA_FOREIGN, "Nothing was changed");
    }

    @Test
    void fileThatIsNoDatabaseIsReportedAsDamaged() throws IOException {
        Files.writeString(file(), "this is not a database ".repeat(100));
        assertRefused(Code.STATE_FILE_CORRUPT, "is damaged");
    }

    @Test
    void damagedDatabaseIsReportedAsDamaged() throws IOException {
        SqliteDatabase.open(file(), SHORT).close();
        byte[] content = Files.readAllBytes(file());
        Arrays.fill(content, 100, content.length, (byte) 0x5a);
        Files.write(file(), content);
        assertRefused(Code.STATE_FILE_CORRUPT, "is damaged");
    }

    @Test
    void folderInItsPlaceIsReported() throws IOException {
        Files.createDirectory(file());
        assertRefused(Code.STATE_NOT_WRITABLE, "it is a folder");
    }

    @Test
    void folderThatIsMissingOrRefusesFilesIsReported() {
        assertRefused(folder.resolve("missing/state.db"), Code.STATE_NOT_WRITABLE, "created");
        assertRefused(Path.of("/sys/state.db"), Code.STATE_NOT_WRITABLE, "/sys/state.db");
    }

    @Test
    void databaseThatStaysLockedIsReportedAsTransient() throws SQLException {
        try (SqliteDatabase database = SqliteDatabase.open(file(), SHORT);
                Connection other = connect();
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            RivetException failure =
                    catchThrowableOfType(RivetException.class, () -> database.write(session -> 1));
            assertThat(failure.diagnostic().code()).isEqualTo(Code.STATE_BACKEND_FAILED);
            assertThat(failure.diagnostic().retryable()).isTrue();
            assertThat(failure).hasMessageContaining("locked by another process");
            statement.execute("ROLLBACK");
            assertThat(database.<Integer>write(session -> 1)).isEqualTo(1);
        }
    }

    @Test
    void migrationThatStaysLockedIsReportedAsSuch() throws SQLException {
        try (Connection other = connect();
                Statement statement = other.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("BEGIN IMMEDIATE");
            assertRefused(Code.STATE_MIGRATION_LOCKED, "locked by another process");
        }
    }

    @Test
    void processesThatStartTogetherMigrateOnce() throws Exception {
        List<ChildProcess> children = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                children.add(new ChildProcess(StateOpener.class, "sqlite:" + file()));
            }
            for (ChildProcess child : children) {
                assertThat(child.line()).isEqualTo("open");
                assertThat(child.finish()).isZero();
            }
        } finally {
            children.forEach(ChildProcess::close);
        }
    }

    private void assertRefused(Code code, String why) {
        assertRefused(file(), code, why);
    }

    private static void assertRefused(Path file, Code code, String why) {
        RivetException failure =
                catchThrowableOfType(
                        RivetException.class, () -> SqliteDatabase.open(file, SHORT).close());
        assertThat(failure).hasMessageContaining(why).hasMessageContaining(file.toString());
        assertThat(failure.diagnostic().code()).isEqualTo(code);
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file());
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
