package dev.rivet.product;

import dev.rivet.testing.MySqlServer;
import dev.rivet.testing.PostgresServer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// `events(id bigint primary key, at a time without zone and with an index, note varchar(40))`, to
/// be read by one mode or another.
///
/// @param time the type of `at`
/// @param insert adds rows with the ids from one to another, a minute apart from
///     2026-01-01T00:00:00 for id 1 on
/// @param analyse has the server look at the values
record EventsTable(LiveDatabase database, String time, String insert, String analyse) {
    static EventsTable postgres() {
        return new EventsTable(
                LiveDatabase.of(PostgresServer.newest()),
                "timestamp",
                "INSERT INTO events SELECT n, timestamp '2026-01-01' + (n - 1) * interval"
                        + " '1 minute', 'note ' || n FROM generate_series(%d, %d) n",
                "ANALYZE events");
    }

    static EventsTable mySql() {
        return new EventsTable(
                LiveDatabase.of(MySqlServer.mySql()),
                "datetime(6) NULL",
                "INSERT INTO events WITH RECURSIVE n AS (SELECT %d AS i UNION ALL SELECT i + 1 FROM n"
                        + " WHERE i < %d) SELECT i, TIMESTAMPADD(MINUTE, i - 1, '2026-01-01'),"
                        + " CONCAT('note ', i) FROM n",
                "ANALYZE TABLE events");
    }

    /// Makes it anew, with ids from 1 on.
    void fill(int rows) throws SQLException {
        database.execute(
                List.of(
                        "DROP TABLE IF EXISTS events",
                        "CREATE TABLE events (id bigint PRIMARY KEY, at "
                                + time
                                + ", note varchar(40))",
                        "CREATE INDEX events_at ON events (at)",
                        more(1, rows),
                        analyse));
    }

    /// A statement that adds rows.
    String more(int from, int to) {
        return String.format(Locale.ROOT, insert, from, to);
    }

    /// Gives it a primary key of two columns, a part of which most rows have, and nothing else.
    void keyByParts() throws SQLException {
        database.execute(
                List.of(
                        "DROP TABLE IF EXISTS events_parted",
                        "CREATE TABLE events_parted (id bigint NOT NULL, part int NOT NULL, at "
                                + time
                                + ", note varchar(40), PRIMARY KEY (part, id))",
                        "INSERT INTO events_parted SELECT id, CASE WHEN id <= 90 THEN 1 ELSE 2 END,"
                                + " at, note FROM events",
                        "DROP TABLE events",
                        "ALTER TABLE events_parted RENAME TO events",
                        analyse));
    }

    void analyze() throws SQLException {
        database.execute(List.of(analyse));
    }

    /// One that exports it to `out`, with further lines.
    Workspace workspace(Path folder, String lines) {
        return Workspace.of(
                folder,
                database.engine(),
                database.endpoint(),
                """
                - name: events
                  table: events
                  format: csv
                  destination: {type: local, path: out}
                """
                        + lines.indent(2));
    }

    /// The first values of CSV lines.
    static List<String> ids(List<String> lines) {
        return lines.stream().map(line -> line.substring(0, line.indexOf(','))).toList();
    }

    /// As text, in the order of texts.
    static List<String> ids(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(Integer::toString).sorted().toList();
    }
}
