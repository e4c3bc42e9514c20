package dev.rivet.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.diag.Code;
import dev.rivet.row.LogicalType;
import dev.rivet.row.Unrepresentable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExportReaderTest {
    @TempDir Path outer;
    Path folder;
    ConfigFixture fixture;

    @BeforeEach
    void setUp() {
        folder = outer.resolve("etl");
        fixture = new ConfigFixture(folder);
    }

    private static String selecting(String lines) {
        return ConfigFixture.bareExport("format: csv\n" + lines);
    }

    private static String named(String name) {
        return ConfigFixture.SOURCE
                + "exports:\n  - {table: t, format: csv, destination: {type: local, path: '{export}'},"
                + " name: "
                + name
                + "}\n";
    }

    @ParameterizedTest
    @CsvSource({
        "tabel: orders, tabel, table",
        "tables: orders, tables, ''",
        "qeury: SELECT 1, qeury, query",
        "sql_query: SELECT 1, sql_query, query",
        "query-file: a.sql, query-file, query_file",
    })
    void aMisspeltSelectionIsOneMistake(String line, String written, String meant) {
        assertThat(fixture.words(selecting(line)))
                .singleElement()
                .asString()
                .contains("`" + written + "`")
                .contains(meant.isEmpty() ? "not available" : "Did you mean `" + meant + "`?");
    }

    @Test
    void aMisspeltKeyThatMustBeThereIsOneMistake() {
        assertThat(
                        fixture.words(
                                ConfigFixture.SOURCE
                                        + ConfigFixture.EXPORTS.replace("name:", "nmae:")))
                .singleElement()
                .asString()
                .contains("unknown key `nmae`", "Did you mean `name`?");
    }

    @Test
    void aMisspeltKeyHidesNoOtherMistake() {
        assertThat(fixture.codes(selecting("tabel: orders\nparalel: 0\nmax_file_size: x")))
                .containsExactly(
                        Code.CONFIG_KEY_UNKNOWN,
                        Code.CONFIG_KEY_UNKNOWN,
                        Code.CONFIG_VALUE_INVALID);
    }

    @Test
    void readsAPlainExport() {
        assertThat(fixture.config(ConfigFixture.SOURCE + ConfigFixture.EXPORTS))
                .satisfies(
                        config -> {
                            assertThat(config.file()).isEqualTo(folder.resolve("rivet.yaml"));
                            assertThat(config.folder()).isEqualTo(folder);
                            assertThat(config.source().tls()).isEqualTo(Tls.DISABLED);
                        })
                .extracting(config -> config.exports().getFirst())
                .satisfies(
                        export -> {
                            assertThat(export.name()).isEqualTo("orders");
                            assertThat(export.selection())
                                    .isEqualTo(new Selection.Table(null, "orders"));
                            assertThat(export.mode()).isEqualTo(new Mode.Full());
                            assertThat(export.files().format())
                                    .isEqualTo(
                                            new OutputFormat.Parquet(
                                                    new Compression(Compression.Codec.ZSTD, 0),
                                                    new RowGroups.Default(),
                                                    ParquetEncoding.COMPATIBLE));
                            assertThat(export.columns().overrides()).isEmpty();
                            assertThat(export.columns().unrepresentable()).isEmpty();
                            assertThat(export.columns().meta()).isEqualTo(MetaColumns.NONE);
                            assertThat(export.files().max()).isEmpty();
                            assertThat(export.files().noRows()).isEqualTo(NoRows.NO_FILE);
                            assertThat(export.destination())
                                    .isEqualTo(new DestinationConfig.Local(folder.resolve("out")));
                        });
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            textBlock =
                    """
                    orders,          -,       orders
                    Shop.Order Lines, Shop,    Order Lines
                    public.straße_1, public,  straße_1
                    a-b.c$d,         a-b,     c$d
                    2024,            -,       2024
                    """)
    void tablesMayHaveAnyIdentifier(String written, String schema, String name) {
        assertThat(fixture.export(selecting("table: " + written)).selection())
                .isEqualTo(new Selection.Table(schema, name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.b.c",
                ".a",
                "a.",
                "'\"a\"'",
                "'`a`'",
                "\"a'b\"",
                "\"a\\0b\"",
                "'a. b'",
                "''"
            })
    void otherTableNamesAreRefused(String written) {
        assertThat(fixture.codes(selecting("table: " + written)))
                .containsExactly(Code.CONFIG_VALUE_INVALID);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    SELECT 1       | SELECT 1
                    "SELECT 1; ;\\n" | SELECT 1
                    "\\n SELECT ';' " | SELECT ';'
                    """)
    void queriesLoseTheirTrailingSemicolon(String written, String sql) {
        assertThat(fixture.export(selecting("query: " + written)).selection())
                .isEqualTo(new Selection.Query(sql));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    skip_empty: true              | says nowhere what to read
                    table: a; query: SELECT 1     | table, query
                    query: SELECT 1; query_file: q.sql | query, query_file
                    query: "; ;"                  | the query is empty
                    """)
    void exactlyOneThingIsRead(String lines, String words) {
        String yaml = selecting(lines.replaceAll("; (?=query)", "\n"));

        assertThat(fixture.codes(yaml)).containsExactly(Code.CONFIG_EXPORT_SOURCE_INVALID);
        assertThat(fixture.words(yaml).getFirst()).contains(words).contains("exports[0]");
    }

    @Test
    void queryFilesStayInsideTheFolderEvenThroughLinks() throws IOException {
        Files.createDirectories(folder.resolve("sql"));
        Files.writeString(outer.resolve("secret.sql"), "SELECT 1");
        Files.writeString(folder.resolve("sql/real.sql"), "SELECT 2;");
        Files.createSymbolicLink(folder.resolve("out.sql"), outer.resolve("secret.sql"));
        Files.createSymbolicLink(folder.resolve("in.sql"), folder.resolve("sql/real.sql"));

        assertThat(fixture.export(selecting("query_file: in.sql")).selection())
                .isEqualTo(new Selection.Query("SELECT 2"));
        for (String file :
                List.of("out.sql", "../secret.sql", outer + "/secret.sql", "a/../../x")) {
            assertThat(fixture.codes(selecting("query_file: " + file)))
                    .containsExactly(Code.CONFIG_PATH_UNSAFE);
        }
        assertThat(fixture.codes(selecting("query_file: gone.sql")))
                .containsExactly(Code.CONFIG_FILE_UNREADABLE);
        assertThat(fixture.codes(selecting("query_file: sql")))
                .containsExactly(Code.CONFIG_FILE_UNREADABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "'a\\b'", "a..b", ".a", "..", "\"a\\0b\"", "\"a\\nb\""})
    void namesThatAreUnsafeInFileNamesAreRefused(String name) {
        assertThat(fixture.codes(named(name))).containsExactly(Code.CONFIG_EXPORT_NAME_RESERVED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders", "Orders 2024", "a.b", "straße", "42", "-x"})
    void otherNamesAreAccepted(String name) {
        assertThat(fixture.export(named(name)).name()).isEqualTo(name);
    }

    @Test
    void namesAreUnique() {
        String export = "  - {name: a, table: a, format: csv, destination: {type: stdout}}\n";

        assertThat(fixture.words(ConfigFixture.SOURCE + "exports:\n" + export + export))
                .singleElement()
                .asString()
                .startsWith(
                        "rivet.yaml:8:12: exports[1].name: `a` is the name of the export in line 7");
    }

    @Test
    void problemsInsideAnExportCarryItsName() {
        assertThat(fixture.problems(ConfigFixture.exportWith("max_file_size: big")))
                .singleElement()
                .satisfies(problem -> assertThat(problem.place().exportName()).contains("orders"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    compression_level: 0                        | VALUE_OUT_OF_RANGE
                    compression_level: 23                       | VALUE_OUT_OF_RANGE
                    compression_level: automatic                | VALUE_INVALID
                    compression: lz4; compression_level: auto   | MODE_SETTING_INVALID
                    parquet: {encoding: small}                  | VALUE_INVALID
                    compression: gzip; compression_level: 10    | VALUE_OUT_OF_RANGE
                    compression: snappy; compression_level: 1   | MODE_SETTING_INVALID
                    compression: none; compression_level: 1     | MODE_SETTING_INVALID
                    compression: brotli                         | VALUE_INVALID
                    parquet: {row_group_rows: 5}                | MODE_SETTING_INVALID
                    parquet: {row_group_strategy: fixed_memory, row_group_rows: 5} | MODE_SETTING_INVALID
                    parquet: {row_group_strategy: fixed_rows, max_row_group_mb: 5} | MODE_SETTING_INVALID
                    parquet: {target_row_group_mb: 0}           | VALUE_OUT_OF_RANGE
                    parquet: true                               | VALUE_INVALID
                    csv: {binary: hex}                          | MODE_SETTING_INVALID
                    verify: content                             | KEY_UNAVAILABLE
                    verify: all                                 | VALUE_INVALID
                    skip_empty: yes                             | VALUE_INVALID
                    empty: nothing                              | VALUE_INVALID
                    skip_empty: true; empty: file               | MODE_SETTING_INVALID
                    mode: cdc                                   | KEY_UNAVAILABLE
                    mode: fulll                                 | VALUE_INVALID
                    max_file_size: 100                          | VALUE_INVALID
                    max_file_size: 0.5B                         | VALUE_INVALID
                    max_file_size: 1TB                          | VALUE_INVALID
                    max_file_size: 99999999999GB                | VALUE_INVALID
                    max_file_size: -1MB                         | VALUE_INVALID
                    columns: [a]                                | VALUE_INVALID
                    columns: {a: varchar(20)}                   | COLUMN_OVERRIDE_TYPE_INVALID
                    columns: {a: decimal}                       | COLUMN_OVERRIDE_TYPE_INVALID
                    columns: {a: "decimal(77,2)"}               | COLUMN_OVERRIDE_TYPE_INVALID
                    columns: {a: "decimal(0,0)"}                | COLUMN_OVERRIDE_TYPE_INVALID
                    columns: {a: "decimal(5,6)"}                | COLUMN_OVERRIDE_TYPE_INVALID
                    columns: {a: timestamp_ns}                  | KEY_UNAVAILABLE
                    columns: {customers.a: int}                 | COLUMN_OVERRIDE_TABLE_UNKNOWN
                    meta_columns: {row_hash: []}                | ROW_HASH_INVALID
                    meta_columns: {row_hash: [a, b, a]}         | ROW_HASH_INVALID
                    meta_columns: {row_hash: maybe}             | VALUE_INVALID
                    mode: incremental                           | KEY_MISSING
                    mode: time_window; time_column: a           | KEY_MISSING
                    cursor_column: a                            | MODE_SETTING_INVALID
                    mode: chunked; time_column: a               | MODE_SETTING_INVALID
                    mode: incremental; cursor_column: a; history: replace | MODE_SETTING_INVALID
                    mode: incremental; cursor_column: a; cursor_fallback_column: b | MODE_SETTING_INVALID
                    mode: incremental; cursor_column: a; settle_wait: soon | VALUE_INVALID
                    mode: incremental; cursor_column: a; settle: {column: b} | KEY_MISSING
                    mode: incremental; cursor_column: a; overlap: soon | MODE_SETTING_INVALID
                    mode: incremental; cursor_column: a; overlap: 0 | MODE_SETTING_INVALID
                    mode: incremental; cursor_column: a; overlap: 0m | MODE_SETTING_INVALID
                    mode: incremental; cursor_column: a; overlap: -5 | MODE_SETTING_INVALID
                    mode: incremental; cursor_column: a; overlap: 36501d | MODE_SETTING_INVALID
                    mode: chunked; overlap: 5                   | MODE_SETTING_INVALID
                    overlap: 10m                                | MODE_SETTING_INVALID
                    mode: chunked; chunk_by_days: 1             | KEY_MISSING
                    mode: chunked; keyset_incremental: true     | KEY_MISSING
                    mode: chunked; chunk_count: 2; chunk_size: 5 | CHUNK_COUNT_INVALID
                    mode: chunked; chunk_column: a; chunk_by_days: 2; chunk_size: 5 | CHUNK_BY_DAYS_INVALID
                    mode: chunked; chunk_size_memory_mb: 5; chunk_size: 5 | MODE_SETTING_INVALID
                    mode: chunked; chunk_size_memory_mb: 5; chunk_count: 5 | CHUNK_COUNT_INVALID
                    mode: chunked; chunk_column: a; chunk_size_memory_mb: 5; chunk_by_days: 5 | CHUNK_BY_DAYS_INVALID
                    mode: chunked; chunk_size_memory_mb: 0       | VALUE_OUT_OF_RANGE
                    mode: chunked; chunk_column: a; chunk_by_key: b | MODE_SETTING_INVALID
                    mode: chunked; chunk_by_key: []             | VALUE_INVALID
                    mode: chunked; chunk_by_key: [a, b, a]      | VALUE_INVALID
                    mode: chunked; chunk_by_key: {a: b}         | VALUE_INVALID
                    mode: chunked; chunk_by_key: [a, b]; keyset_incremental: true | MODE_SETTING_INVALID
                    mode: chunked; chunk_by_key: [a, b]; chunk_by_days: 1 | CHUNK_BY_DAYS_INVALID
                    partition_by: a                             | MODE_SETTING_INVALID
                    on_unrepresentable: ignore                  | VALUE_INVALID
                    """)
    void refusesWrongSettings(String lines, String code) {
        assertThat(fixture.codes(ConfigFixture.exportWith(lines.replace("; ", "\n"))))
                .containsExactly(Code.valueOf("CONFIG_" + code));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    compression: zstd            | CSV_COMPRESSION_UNSUPPORTED
                    compression_level: 3         | CSV_COMPRESSION_UNSUPPORTED
                    compression_profile: fast    | CSV_COMPRESSION_UNSUPPORTED
                    parquet: {}                  | MODE_SETTING_INVALID
                    """)
    void csvIsNeitherCompressedNorCut(String line, String code) {
        assertThat(fixture.codes(selecting("table: t\n" + line)))
                .containsExactly(Code.valueOf("CONFIG_" + code));
    }

    @Test
    void csvTakesTheWordNone() {
        assertThat(
                        fixture.export(
                                        selecting(
                                                "table: t\ncompression: none\n"
                                                        + "compression_profile: none"))
                                .files()
                                .format())
                .isEqualTo(new OutputFormat.Csv());
    }

    @ParameterizedTest
    @CsvSource({
        "1B, 1",
        "512KB, 524288",
        "256MB, 268435456",
        "1.5gb, 1610612736",
        "0.5 kb, 512",
        "1.9B, 1"
    })
    void sizesAreBinaryAndMayHaveFractions(String written, long bytes) {
        assertThat(
                        fixture.export(ConfigFixture.exportWith("max_file_size: " + written))
                                .files()
                                .max())
                .hasValue(bytes);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    null     | NULL
                    "null"   | NULL
                    NULL     | NULL
                    string   | STRING
                    fail     | FAIL
                    """)
    void theUnrepresentableHaveAPolicy(String written, Unrepresentable policy) {
        assertThat(
                        fixture.export(ConfigFixture.exportWith("on_unrepresentable: " + written))
                                .columns()
                                .unrepresentable())
                .contains(policy);
    }

    @Test
    void theSourcesPolicyCountsUnlessTheExportHasItsOwn() {
        String source = ConfigFixture.SOURCE + "  on_unrepresentable: null\n";

        assertThat(fixture.export(source + ConfigFixture.EXPORTS).columns().unrepresentable())
                .contains(Unrepresentable.NULL);
        assertThat(
                        fixture.export(
                                        source
                                                + ConfigFixture.EXPORTS
                                                + "    on_unrepresentable: fail\n")
                                .columns()
                                .unrepresentable())
                .contains(Unrepresentable.FAIL);
        assertThat(
                        fixture.export(source + ConfigFixture.EXPORTS + "    on_unrepresentable:\n")
                                .columns()
                                .unrepresentable())
                .contains(Unrepresentable.NULL);
    }

    @Test
    void metaColumnsCoverAllOrListedColumnsInOrder() {
        assertThat(meta("{exported_at: true, row_hash: true}"))
                .isEqualTo(new MetaColumns(true, new MetaColumns.RowHash.AllColumns()));
        assertThat(meta("{row_hash: [b, a]}"))
                .isEqualTo(new MetaColumns(false, new MetaColumns.RowHash.Only(List.of("b", "a"))));
        assertThat(meta("{row_hash: false}")).isEqualTo(MetaColumns.NONE);
    }

    private MetaColumns meta(String block) {
        return fixture.export(ConfigFixture.exportWith("meta_columns: " + block)).columns().meta();
    }

    @Test
    void overridesKeepTheirOrderAndTheTablesOwnWins() {
        String yaml =
                ConfigFixture.exportWith(
                        """
                        columns:
                          orders.amount: decimal( 18 , 2 )
                          note: TEXT
                          amount: float8
                          at: timestamp with  time zone
                        """);

        assertThat(fixture.export(yaml).columns().overrides())
                .containsExactly(
                        java.util.Map.entry("note", new LogicalType.Text()),
                        java.util.Map.entry("amount", new LogicalType.Decimal(18, 2)),
                        java.util.Map.entry("at", new LogicalType.TimestampTz()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"decimal(18,4)", "decimal(18, 4)", "NUMERIC( 18,4 )"})
    void aTypeThatYamlHasSplitIsToldAsOne(String type) {
        assertThat(
                        fixture.words(
                                ConfigFixture.exportWith(
                                        "columns: {id: int8, price: " + type + "}")))
                .singleElement()
                .asString()
                .startsWith(
                        "rivet.yaml:11:32: exports[0].columns.price: a type with a comma must be")
                .contains("=> Write `price: \"")
                .endsWith("\"`.");
    }

    @Test
    void aQueryHasNoTableToQualifyColumnsWith() {
        assertThat(fixture.codes(selecting("query: SELECT 1\ncolumns: {orders.a: int}")))
                .containsExactly(Code.CONFIG_COLUMN_OVERRIDE_TABLE_UNKNOWN);
    }
}
