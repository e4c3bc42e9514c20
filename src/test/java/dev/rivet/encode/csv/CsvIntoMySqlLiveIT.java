package dev.rivet.encode.csv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.config.OutputFormat;
import dev.rivet.docs.Page;
import dev.rivet.encode.EncodedFile;
import dev.rivet.encode.Rows;
import dev.rivet.observe.StageProfile;
import dev.rivet.row.LogicalType;
import dev.rivet.row.RowSchema;
import dev.rivet.testing.MySqlServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// MySQL loads what was written, by the statement that the documentation gives.
class CsvIntoMySqlLiveIT {
    @TempDir Path folder;

    private static String documented() {
        return Page.of(Path.of("docs/how-to/load-csv.md")).blocks("sql").stream()
                .map(Page.Block::text)
                .filter(text -> text.contains("LOAD DATA"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theDocumentedStatementLoadsTextsBytesAndTimes() throws Exception {
        RowSchema schema =
                Rows.schema(
                        new LogicalType.Int32(),
                        new LogicalType.Text(),
                        new LogicalType.Binary(),
                        new LogicalType.TimestampTz());
        Instant at = Instant.parse("2024-06-01T12:00:00.5Z");
        Rows rows =
                Rows.of(schema)
                        .row(1, "NULL", new byte[] {'h', 'i', -1}, at)
                        .row(2, "\\N", null, null)
                        .row(3, "say \"hi\",\nyou\\", new byte[] {0}, at)
                        .row(4, " ends ", new byte[] {1}, at);
        CsvFormat format = new CsvFormat(new OutputFormat.Csv(), StageProfile.off());
        Path file = EncodedFile.write(folder.resolve("signups.csv"), format, schema, rows.build());
        MySqlServer server = MySqlServer.mySql();
        server.execute("SET GLOBAL local_infile = 1");
        try (Connection connection = server.connectForLoading();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TEMPORARY TABLE signups (id INT, name TEXT, payload BLOB,"
                            + " registered_at DATETIME(6))");
            statement.execute(documented().replace("signups.csv", file.toString()));
            assertThat(rows(statement))
                    .containsExactly(
                            List.of("1", "NULL", "6869FF", "2024-06-01 12:00:00.500000"),
                            Arrays.asList("2", "\\N", null, null),
                            List.of("3", "say \"hi\",\nyou\\", "00", "2024-06-01 12:00:00.500000"),
                            List.of("4", " ends ", "01", "2024-06-01 12:00:00.500000"));
        }
    }

    private static List<List<@Nullable String>> rows(Statement statement) throws Exception {
        List<List<@Nullable String>> rows = new ArrayList<>();
        try (ResultSet result =
                statement.executeQuery(
                        "SELECT id, name, HEX(payload), CAST(registered_at AS CHAR)"
                                + " FROM signups ORDER BY id")) {
            while (result.next()) {
                List<@Nullable String> row = new ArrayList<>();
                for (int i = 1; i <= 4; i++) {
                    row.add(result.getString(i));
                }
                rows.add(row);
            }
        }
        return rows;
    }
}
