package dev.rivet.source.mysql;

import dev.rivet.testing.MySqlServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/// What people and tools do to the table `sw` while others read it: it becomes another table, or
/// other rows, at one moment. The other rows are written just before, so that a read view that is
/// older does not see them.
enum Swap {
    RENAME,
    EXCHANGE_PARTITION,
    DROP_PARTITION,
    /// gh-ost: renames that wait behind a lock, which goes with a table that was in the way.
    GHOST_CUT_OVER,
    /// pt-online-schema-change: triggers, a rename, and the old table goes.
    ONLINE_SCHEMA_CHANGE,
    TRUNCATE_AND_LOAD,
    REBUILD,
    RESCALE;

    private static final String RENAME_SQL = "RENAME TABLE sw TO sw_gone, sw_new TO sw";

    /// Creates `sw` and what takes its place.
    ///
    /// @param key the type of the key column
    /// @param padBytes size of each of its 40 rows
    void prepare(MySqlServer server, String key, int padBytes) {
        boolean partitioned = this == EXCHANGE_PARTITION || this == DROP_PARTITION;
        String columns =
                "(id %s NOT NULL PRIMARY KEY, v DECIMAL(10,2), pad LONGTEXT)".formatted(key);
        List<String> statements = new ArrayList<>();
        statements.add("DROP TABLE IF EXISTS sw, sw_new, sw_gone");
        statements.add(
                "CREATE TABLE sw "
                        + columns
                        + (partitioned
                                ? " PARTITION BY RANGE (id) (PARTITION p0 VALUES LESS THAN (21),"
                                        + " PARTITION p1 VALUES LESS THAN (1000))"
                                : ""));
        statements.add("CREATE TABLE sw_new " + columns);
        statements.add(rows("sw", 1, 40, "1.50", padBytes));
        if (this == ONLINE_SCHEMA_CHANGE) {
            statements.add(
                    "CREATE TRIGGER sw_ins AFTER INSERT ON sw FOR EACH ROW"
                            + " REPLACE INTO sw_new VALUES (NEW.id, NEW.v, NEW.pad)");
        }
        statements.add("ANALYZE TABLE sw");
        server.execute(statements.toArray(String[]::new));
    }

    private static String rows(String table, int first, int last, String v, int padBytes) {
        StringBuilder rows = new StringBuilder("INSERT INTO " + table + " VALUES ");
        for (int id = first; id <= last; id++) {
            rows.append(id == first ? "" : ", ");
            rows.append(String.format(Locale.ROOT, "(%d, %s, REPEAT('x', %d))", id, v, padBytes));
        }
        return rows.toString();
    }

    /// Does it; may have to wait for readers.
    void happen(MySqlServer server, int padBytes) {
        int first = this == EXCHANGE_PARTITION ? 1 : 101;
        server.execute(rows("sw_new", first, first + 14, "2.25", padBytes));
        switch (this) {
            case RENAME -> server.execute(RENAME_SQL);
            case EXCHANGE_PARTITION ->
                    server.execute("ALTER TABLE sw EXCHANGE PARTITION p0 WITH TABLE sw_new");
            case DROP_PARTITION -> server.execute("ALTER TABLE sw DROP PARTITION p0");
            case GHOST_CUT_OVER -> cutOver(server);
            case ONLINE_SCHEMA_CHANGE -> server.execute(RENAME_SQL, "DROP TABLE sw_gone");
            case TRUNCATE_AND_LOAD ->
                    server.execute(
                            "LOCK TABLES sw WRITE, sw_new READ",
                            "TRUNCATE TABLE sw",
                            "INSERT INTO sw SELECT * FROM sw_new",
                            "UNLOCK TABLES");
            case REBUILD -> server.execute("ALTER TABLE sw FORCE");
            case RESCALE -> server.execute("ALTER TABLE sw MODIFY v DECIMAL(12,4)");
        }
    }

    private static void cutOver(MySqlServer server) {
        try (Connection connection = server.connect();
                Statement sentry = connection.createStatement()) {
            sentry.execute("CREATE TABLE sw_gone (id INT) COMMENT 'ghost-cut-over-sentry'");
            sentry.execute("LOCK TABLES sw WRITE, sw_gone WRITE");
            CompletableFuture<Void> rename = Waiting.start(() -> server.execute(RENAME_SQL));
            Waiting.until(() -> waits(server, "RENAME%"));
            sentry.execute("DROP TABLE sw_gone");
            sentry.execute("UNLOCK TABLES");
            Waiting.until(rename);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Whether any part of it waits for a reader.
    static boolean waits(MySqlServer server) {
        return waits(server, "%");
    }

    private static boolean waits(MySqlServer server, String statement) {
        return Waiting.forTable(
                server,
                statement + "' AND info NOT LIKE 'SELECT%' AND info NOT LIKE 'LOCK TABLES `%");
    }
}
