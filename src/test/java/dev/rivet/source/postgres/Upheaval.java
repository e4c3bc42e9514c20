package dev.rivet.source.postgres;

import dev.rivet.source.ReadRequest;
import dev.rivet.testing.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What somebody does, in one transaction, to something that rivet reads. Whoever reads it must get
/// all that was there before or all that is there afterwards.
///
/// @param selection a query, or the name of a table
/// @param setup the state before
/// @param change statements of one transaction
record Upheaval(String name, String selection, List<String> setup, List<String> change) {
    private static final int FEW = 300;

    /// A row to a page, and pages for two connections.
    private static final int MANY = 1_100;

    private static final int PAGE_FILLING = 8_000;

    /// Rows that are not visible to a snapshot of before the change, in a number of their own.
    private static String fill(String table, String generation, int from, int rows) {
        return String.format(
                Locale.ROOT,
                "INSERT INTO %s (id, gen) SELECT n, '%s' FROM generate_series(%d, %d) n",
                table,
                generation,
                from,
                from + rows - 1);
    }

    private static String old(String table) {
        return fill(table, "old", 1, FEW);
    }

    private static String fresh(String table) {
        return fill(table, "new", 1_001, FEW / 2);
    }

    private static String many(String table, String generation, int rows) {
        return String.format(
                Locale.ROOT,
                "INSERT INTO %s SELECT n, '%s', repeat('f', %d) FROM generate_series(1, %d) n",
                table,
                generation,
                PAGE_FILLING,
                rows);
    }

    /// Everything else is done in the schema `up`, which the reader may use.
    private static List<String> initially(String... statements) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "DROP SCHEMA IF EXISTS up, up_next, up_gone CASCADE",
                                "CREATE SCHEMA up",
                                "GRANT USAGE ON SCHEMA up TO PUBLIC",
                                "ALTER DEFAULT PRIVILEGES IN SCHEMA up GRANT SELECT ON TABLES TO"
                                        + " PUBLIC",
                                "CREATE TABLE up.t (id int, gen text)",
                                old("up.t")));
        all.addAll(List.of(statements));
        return all;
    }

    private static List<String> withLarge(String... more) {
        List<String> all =
                initially(
                        "CREATE TABLE up.large (id int, gen text, filler text)",
                        "ALTER TABLE up.large ALTER filler SET STORAGE PLAIN",
                        many("up.large", "old", MANY));
        all.addAll(List.of(more));
        return all;
    }

    private static Upheaval reload() {
        return new Upheaval("reload", "up.t", initially(), List.of("TRUNCATE up.t", fresh("up.t")));
    }

    private static Upheaval reloadOfALargeTable() {
        return new Upheaval(
                "reload of a large table",
                "up.large",
                withLarge(),
                List.of("TRUNCATE up.large", many("up.large", "new", MANY + 100)));
    }

    private static Upheaval renameSwap() {
        return new Upheaval(
                "rename swap",
                "up.t",
                initially(
                        "CREATE TABLE up.next (id int, gen text)", fill("up.next", "draft", 1, 7)),
                List.of(
                        fresh("up.next"),
                        "DELETE FROM up.next WHERE gen = 'draft'",
                        "ALTER TABLE up.t RENAME TO gone",
                        "ALTER TABLE up.next RENAME TO t"));
    }

    private static Upheaval renameSwapOfALargeTable() {
        return new Upheaval(
                "rename swap of a large table",
                "up.large",
                withLarge("CREATE TABLE up.next (LIKE up.large INCLUDING ALL)"),
                List.of(
                        many("up.next", "new", MANY + 100),
                        "ALTER TABLE up.large RENAME TO gone",
                        "ALTER TABLE up.next RENAME TO large"));
    }

    /// Nobody waits: a schema has no lock that a reader of its tables takes.
    private static Upheaval schemaSwap() {
        return new Upheaval(
                "schema swap",
                "up.t",
                initially(
                        "CREATE SCHEMA up_next",
                        "GRANT USAGE ON SCHEMA up_next TO PUBLIC",
                        "CREATE TABLE up_next.t (id int, gen text)",
                        "GRANT SELECT ON up_next.t TO PUBLIC",
                        fill("up_next.t", "draft", 1, 7)),
                List.of(
                        fresh("up_next.t"),
                        "DELETE FROM up_next.t WHERE gen = 'draft'",
                        "ALTER SCHEMA up RENAME TO up_gone",
                        "ALTER SCHEMA up_next RENAME TO up"));
    }

    private static Upheaval schemaSwapOfALargeTable() {
        return new Upheaval(
                "schema swap of a large table",
                "up.large",
                withLarge(
                        "CREATE SCHEMA up_next",
                        "GRANT USAGE ON SCHEMA up_next TO PUBLIC",
                        "CREATE TABLE up_next.large (LIKE up.large INCLUDING ALL)",
                        "GRANT SELECT ON up_next.large TO PUBLIC",
                        many("up_next.large", "draft", MANY)),
                List.of(
                        "UPDATE up_next.large SET gen = 'new'",
                        "ALTER SCHEMA up RENAME TO up_gone",
                        "ALTER SCHEMA up_next RENAME TO up"));
    }

    private static Upheaval rewrite() {
        return new Upheaval(
                "rewriting ALTER",
                "up.t",
                initially(),
                List.of("ALTER TABLE up.t ALTER id TYPE bigint USING id + 5000000000"));
    }

    private static Upheaval dropAndCreate() {
        return new Upheaval(
                "drop and create",
                "up.t",
                initially(),
                List.of("DROP TABLE up.t", "CREATE TABLE up.t (id int, gen text)", fresh("up.t")));
    }

    private static Upheaval newType() {
        return new Upheaval(
                "column of a new type",
                "up.t",
                initially(),
                List.of(
                        "CREATE TYPE up.mood AS ENUM ('fair')",
                        "ALTER TABLE up.t ADD mood up.mood",
                        "UPDATE up.t SET mood = 'fair', gen = 'new'"));
    }

    private static Upheaval newColumn() {
        return new Upheaval(
                "new column",
                "up.t",
                initially(),
                List.of("ALTER TABLE up.t ADD word text", "UPDATE up.t SET word = gen"));
    }

    private static Upheaval droppedColumn() {
        return new Upheaval(
                "dropped column",
                "up.t",
                initially("ALTER TABLE up.t ADD word text"),
                List.of("UPDATE up.t SET gen = 'new'", "ALTER TABLE up.t DROP word"));
    }

    private static Upheaval reloadBehindAView() {
        return new Upheaval(
                "reload behind a view",
                "up.v",
                initially("CREATE VIEW up.v AS SELECT gen, id FROM up.t"),
                List.of("TRUNCATE up.t", fresh("up.t")));
    }

    private static Upheaval newView() {
        return new Upheaval(
                "new definition of a view",
                "up.v",
                initially("CREATE VIEW up.v AS SELECT gen, id FROM up.t WHERE gen = 'old'"),
                List.of(
                        "UPDATE up.t SET gen = 'new'",
                        "CREATE OR REPLACE VIEW up.v AS"
                                + " SELECT gen, id FROM up.t WHERE gen = 'new'"));
    }

    private static Upheaval refresh() {
        return new Upheaval(
                "refresh of a materialized view",
                "up.m",
                initially("CREATE MATERIALIZED VIEW up.m AS SELECT id, gen FROM up.t"),
                List.of("UPDATE up.t SET gen = 'new'", "REFRESH MATERIALIZED VIEW up.m"));
    }

    private static Upheaval newMaterializedView() {
        return new Upheaval(
                "materialized view made anew",
                "up.m",
                initially("CREATE MATERIALIZED VIEW up.m AS SELECT id, gen FROM up.t"),
                List.of(
                        "UPDATE up.t SET gen = 'new'",
                        "ALTER MATERIALIZED VIEW up.m RENAME TO gone",
                        "CREATE MATERIALIZED VIEW up.m AS SELECT id, gen FROM up.t"));
    }

    private static Upheaval reloadOfOneInAJoin() {
        return new Upheaval(
                "reload of a table in a join",
                "SELECT s.id, s.gen, other.gen AS other FROM up.s JOIN up.t AS other USING (id)",
                initially("CREATE TABLE up.s (id int, gen text)", old("up.s")),
                List.of("TRUNCATE up.t", fill("up.t", "new", 1, FEW / 2)));
    }

    private static List<String> partitioned(String... more) {
        List<String> all =
                initially(
                        "CREATE TABLE up.p (id int, gen text) PARTITION BY LIST (gen)",
                        "CREATE TABLE up.p_old PARTITION OF up.p FOR VALUES IN ('old')",
                        "CREATE TABLE up.p_new PARTITION OF up.p FOR VALUES IN ('new')",
                        old("up.p"));
        all.addAll(List.of(more));
        return all;
    }

    private static Upheaval reloadOfPartitions() {
        return new Upheaval(
                "reload of a partitioned table",
                "up.p",
                partitioned(),
                List.of("TRUNCATE up.p", fresh("up.p"), fill("up.p", "old", 5_001, 5)));
    }

    private static Upheaval reloadOfOnePartition() {
        return new Upheaval(
                "reload of one partition",
                "up.p",
                partitioned(fill("up.p", "new", 5_001, 5)),
                List.of("TRUNCATE up.p_old", fill("up.p_old", "old", 7_001, 11)));
    }

    private static Upheaval exchange() {
        return new Upheaval(
                "exchange of a partition",
                "up.p",
                partitioned("CREATE TABLE up.next (id int, gen text)"),
                List.of(
                        fill("up.next", "old", 7_001, 11),
                        "ALTER TABLE up.p DETACH PARTITION up.p_old",
                        "ALTER TABLE up.p ATTACH PARTITION up.next FOR VALUES IN ('old')"));
    }

    /// Attaching waits for no reader. What is attached has been filled before, so that every
    /// snapshot sees its rows.
    private static Upheaval attachment() {
        return new Upheaval(
                "moved by attaching",
                "up.p",
                partitioned(
                        "CREATE TABLE up.next (id int, gen text)", fill("up.next", "far", 1, 300)),
                List.of(
                        "DELETE FROM up.p WHERE id <= 300",
                        "ALTER TABLE up.p ATTACH PARTITION up.next FOR VALUES IN ('far')"));
    }

    private static List<String> inheriting() {
        return initially(
                "CREATE TABLE up.heir () INHERITS (up.t)",
                fill("up.heir", "old", 5_001, 5),
                "CREATE TABLE up.next (id int, gen text)",
                fill("up.next", "new", 7_001, 7));
    }

    private static Upheaval otherHeir() {
        return new Upheaval(
                "other heir",
                "up.t",
                inheriting(),
                List.of(
                        "ALTER TABLE up.heir NO INHERIT up.t",
                        "ALTER TABLE up.next INHERIT up.t",
                        "DELETE FROM ONLY up.t"));
    }

    private static Upheaval reloadUnderColumnGrants() {
        return new Upheaval(
                "reload under column grants",
                "up.t",
                initially(
                        "REVOKE ALL ON up.t FROM PUBLIC",
                        "REVOKE ALL ON up.t FROM rivet",
                        "GRANT SELECT (id, gen) ON up.t TO rivet"),
                List.of("TRUNCATE up.t", fresh("up.t")));
    }

    private static Upheaval reloadBehindAPolicy() {
        return new Upheaval(
                "reload behind a policy",
                "up.s",
                initially(
                        "CREATE TABLE up.s (id int, gen text)",
                        fill("up.s", "one", 1, 2_000),
                        "ALTER TABLE up.s ENABLE ROW LEVEL SECURITY",
                        "CREATE POLICY few ON up.s USING (id IN (SELECT t.id FROM up.t AS t))"),
                List.of("TRUNCATE up.t", fresh("up.t")));
    }

    /// What a function reads is locked when it runs.
    private static Upheaval reloadBehindAFunction() {
        return new Upheaval(
                "reload behind a function",
                "SELECT id, gen FROM up.f()",
                initially(
                        "CREATE FUNCTION up.f() RETURNS SETOF up.t LANGUAGE plpgsql AS"
                                + " 'BEGIN RETURN QUERY SELECT * FROM up.t; END'"),
                List.of("TRUNCATE up.t", fresh("up.t")));
    }

    /// The same, of a table by a query.
    private Upheaval queried() {
        return new Upheaval(name + ", queried", "SELECT * FROM " + selection, setup, change);
    }

    static List<Upheaval> all() {
        return List.of(
                reload(),
                reload().queried(),
                renameSwap(),
                renameSwap().queried(),
                schemaSwap(),
                schemaSwap().queried(),
                rewrite(),
                rewrite().queried(),
                dropAndCreate(),
                dropAndCreate().queried(),
                newType(),
                newType().queried(),
                newColumn(),
                newColumn().queried(),
                droppedColumn(),
                reloadBehindAView(),
                reloadBehindAView().queried(),
                newView(),
                newView().queried(),
                refresh(),
                newMaterializedView(),
                newMaterializedView().queried(),
                reloadOfOneInAJoin(),
                reloadOfPartitions(),
                reloadOfPartitions().queried(),
                reloadOfOnePartition().queried(),
                exchange(),
                exchange().queried(),
                attachment(),
                attachment().queried(),
                otherHeir().queried(),
                reloadUnderColumnGrants(),
                reloadBehindAPolicy(),
                reloadBehindAFunction());
    }

    /// Of tables large enough for several connections.
    static List<Upheaval> ofLargeTables() {
        return List.of(reloadOfALargeTable(), renameSwapOfALargeTable(), schemaSwapOfALargeTable());
    }

    ReadRequest request(Reading reading) {
        return selection.startsWith("SELECT ")
                ? reading.query(selection)
                : reading.table(selection);
    }

    /// All rows as somebody sees them who begins now, sorted.
    List<String> rows(PostgresServer server) throws SQLException {
        String sql = selection.startsWith("SELECT ") ? selection : "SELECT * FROM " + selection;
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET ROLE " + server.source().endpoint().user());
            List<String> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery(sql)) {
                while (result.next()) {
                    List<String> values = new ArrayList<>();
                    for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                        values.add(brief(result.getString(i)));
                    }
                    rows.add(values.toString());
                }
            }
            return rows.stream().sorted().toList();
        }
    }

    /// The rows of a read in the same form.
    static List<String> rows(Reading.Result result) {
        return result.rows().stream()
                .map(row -> row.stream().map(Upheaval::brief).toList().toString())
                .sorted()
                .toList();
    }

    private static String brief(@Nullable Object value) {
        String text = String.valueOf(value);
        return text.length() < 100 ? text : text.length() + " characters";
    }
}
