package dev.rivet.encode.csv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.config.CsvBinary;
import dev.rivet.config.OutputFormat;
import dev.rivet.encode.EncodedFile;
import dev.rivet.encode.Rows;
import dev.rivet.observe.StageProfile;
import dev.rivet.row.LogicalType;
import dev.rivet.row.RowSchema;
import dev.rivet.testing.PostgresServer;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.PGConnection;

/// COPY of a server loads what was written, whatever the values look like.
class CsvIntoPostgresLiveIT {
    @TempDir Path folder;

    /// Shared servers, of which one runs at a time, and which JUnit would close as arguments.
    static Stream<Supplier<PostgresServer>> servers() {
        return Stream.of(PostgresServer::oldest, PostgresServer::newest);
    }

    private List<List<@Nullable String>> load(
            PostgresServer server, RowSchema schema, Rows rows, String columns) throws Exception {
        CsvFormat format =
                new CsvFormat(new OutputFormat.Csv(CsvBinary.POSTGRES), StageProfile.off());
        Path file = EncodedFile.write(folder.resolve("rows.csv"), format, schema, rows.build());
        List<List<@Nullable String>> loaded = new ArrayList<>();
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                InputStream in = Files.newInputStream(file)) {
            statement.execute("CREATE TEMPORARY TABLE loaded (" + columns + ")");
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY loaded FROM STDIN (FORMAT csv, HEADER true)", in);
            try (ResultSet result = statement.executeQuery("SELECT * FROM loaded")) {
                while (result.next()) {
                    List<@Nullable String> row = new ArrayList<>();
                    for (int i = 1; i <= schema.size(); i++) {
                        row.add(result.getString(i));
                    }
                    loaded.add(row);
                }
            }
        }
        return loaded;
    }

    @ParameterizedTest
    @MethodSource("servers")
    void oneColumnOfOddTextsArrives(Supplier<PostgresServer> server) throws Exception {
        RowSchema schema = Rows.schema(new LogicalType.Text());
        List<List<@Nullable String>> texts = new ArrayList<>();
        for (String text : Arrays.asList("a", "\\.", "", "NULL", "\\N", " b ", null, "\"", "z")) {
            texts.add(Arrays.asList(text));
        }
        Rows rows = Rows.of(schema);
        texts.forEach(text -> rows.row(text.toArray()));
        assertThat(load(server.get(), schema, rows, "t text")).isEqualTo(texts);
    }

    @ParameterizedTest
    @MethodSource("servers")
    void binaryValuesArriveAsBytes(Supplier<PostgresServer> server) throws Exception {
        RowSchema schema = Rows.schema(new LogicalType.Int32(), new LogicalType.Binary());
        Rows rows =
                Rows.of(schema)
                        .row(1, new byte[] {'h', 'i', 0, -1})
                        .row(2, new byte[0])
                        .row(3, null);
        assertThat(load(server.get(), schema, rows, "n int, b bytea"))
                .containsExactly(
                        List.of("1", "\\x686900ff"), List.of("2", "\\x"), Arrays.asList("3", null));
    }
}
