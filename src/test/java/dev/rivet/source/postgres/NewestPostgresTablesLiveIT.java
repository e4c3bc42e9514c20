package dev.rivet.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.diag.RivetException;
import dev.rivet.row.LogicalType;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/// The same types and edges once more: each query is made a table, and the table is read by
/// ranges of pages.
class NewestPostgresTablesLiveIT extends NewestPostgresTypesLiveIT {
    @Override
    public Reading reading() {
        return super.reading().throughTables(server()::execute);
    }

    @Override
    public Reading reading(String database) {
        return super.reading(database).throughTables(statements -> execute(database, statements));
    }

    private void execute(String database, String... statements) {
        try (var connection = server().connect(database);
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /// A table has no columns of type `record`, but of a type with a name.
    @Override
    @Test
    public void textOverrideRescuesRows() {
        server().execute(
                        "DROP TYPE IF EXISTS pair CASCADE",
                        "CREATE TYPE pair AS (n int, \"a b\" text)");
        Reading text = reading().overriding("v", new LogicalType.Text());

        assertThat(text.all("SELECT ROW(1,'a')::pair AS v").value()).isEqualTo("(1,a)");
    }

    /// What the session is set to cannot be seen in a table; that it holds there too can.
    @Override
    @Test
    public void sessionIsInUtc() {
        Reading text = reading().overriding("v", new LogicalType.Text());

        assertThat(text.all("SELECT '2024-07-01 00:00:00+00'::timestamptz AS v").value())
                .isEqualTo("2024-07-01 00:00:00+00");
        assertThat(text.all("SELECT '1 day 02:00'::interval AS v").value()).isEqualTo("P1DT2H");
        assertThat(text.all("SELECT '2024-07-31'::date AS v").value()).isEqualTo("2024-07-31");
        assertThat(text.all("SELECT 0.1::float8 + 0.2::float8 AS v").value())
                .isEqualTo("0.30000000000000004");
    }

    /// The query of the contract cannot become a table: it divides by zero.
    @Override
    @Test
    public void unsupportedColumnsAreListedTogetherAndNothingIsRead() {
        assertThatThrownBy(
                        () ->
                                all(
                                        "SELECT '1'::money AS m, '10.0.0.1'::inet AS i,"
                                                + " 1.5::numeric AS n, '{1}'::numeric[] AS na"))
                .isInstanceOf(RivetException.class)
                .hasMessageContainingAll("4 columns", "m (money)", "i (inet)", "na (_numeric)");
    }

    /// What becomes a table here has no key any more.
    @Override
    public void queriesNameTheKey() {
        assertThatThrownBy(() -> all("SELECT id * 2 AS twice, until, id AS key FROM keyed"))
                .hasMessageEndingWith("which has no place in date.");
    }
}
