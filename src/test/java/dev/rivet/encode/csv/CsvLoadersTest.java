package dev.rivet.encode.csv;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivet.config.OutputFormat;
import dev.rivet.docs.Page;
import dev.rivet.encode.DuckDb;
import dev.rivet.encode.EncodedFile;
import dev.rivet.encode.PyArrow;
import dev.rivet.encode.Rows;
import dev.rivet.observe.StageProfile;
import dev.rivet.row.Column;
import dev.rivet.row.LogicalType;
import dev.rivet.row.RowSchema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Loaders that need no server, told what the documentation tells them.
class CsvLoadersTest {
    private static final List<@Nullable String> NAMES =
            Arrays.asList("a", null, "", "NULL", "\\N", "NA", " b ", "say \"hi\",\nyou\\");

    @TempDir Path folder;
    private Path file;

    @BeforeEach
    void writeFile() throws Exception {
        RowSchema schema =
                new RowSchema(
                        List.<Column>of(
                                Rows.column("id", new LogicalType.Int64()),
                                Rows.column("name", new LogicalType.Text()),
                                Rows.column("payload", new LogicalType.Binary()),
                                Rows.column("registered_at", new LogicalType.TimestampTz())));
        Rows rows = Rows.of(schema);
        for (int i = 0; i < NAMES.size(); i++) {
            byte[] payload = {(byte) i, 'x', -1};
            rows.row((long) i, NAMES.get(i), payload, Instant.ofEpochSecond(i));
        }
        file =
                EncodedFile.write(
                        folder.resolve("signups.csv"),
                        new CsvFormat(new OutputFormat.Csv(), StageProfile.off()),
                        schema,
                        rows.build());
    }

    private String documented(String language, String word) {
        return Page.of(Path.of("docs/how-to/load-csv.md")).blocks(language).stream()
                .map(Page.Block::text)
                .filter(text -> text.contains(word))
                .findFirst()
                .orElseThrow()
                .replace("signups.csv", file.toString());
    }

    @Test
    void duckDb() throws Exception {
        List<List<@Nullable String>> expected = new ArrayList<>();
        for (int i = 0; i < NAMES.size(); i++) {
            expected.add(
                    Arrays.asList(
                            String.valueOf(i),
                            NAMES.get(i),
                            "0" + i + "78FF",
                            "TIMESTAMP WITH TIME ZONE",
                            String.valueOf(i)));
        }
        try (DuckDb duckDb = new DuckDb()) {
            assertThat(
                            duckDb.rows(
                                    "SELECT id, name, hex(payload), typeof(registered_at),"
                                            + " epoch(registered_at)::BIGINT FROM ("
                                            + documented("sql", "read_csv")
                                            + ") ORDER BY id"))
                    .isEqualTo(expected);
        }
    }

    @Test
    void pyArrow() throws Exception {
        String program =
                documented("python", "read_csv")
                        + """

                        import json
                        print(json.dumps({
                            "names": signups["name"].to_pylist(),
                            "payload": signups["payload"].to_pylist(),
                            "registered_at": str(signups["registered_at"].type),
                        }))
                        """;
        Path script = Files.writeString(folder.resolve("load.py"), program);
        JsonNode seen = PyArrow.run(script, List.of());
        List<@Nullable String> names = new ArrayList<>();
        seen.path("names").forEach(name -> names.add(name.textValue()));
        assertThat(names).isEqualTo(NAMES);
        assertThat(seen.path("payload").path(7).textValue()).isEqualTo("0778ff");
        assertThat(seen.path("registered_at").textValue()).isEqualTo("timestamp[ns, tz=UTC]");
    }
}
