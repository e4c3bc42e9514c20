package dev.rivet.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.rivet.plan.Terms;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Whoever edits what changes a byte of the files, or a cut, does not continue a run that began
/// before; whoever edits anything else does.
class OutputTermsTest {
    private static final String BETWEEN = " / ";
    private static final String CHUNKED = "mode: chunked\nchunk_column: a\n";
    private static final String INCREMENTAL = "mode: incremental\ncursor_column: a\n";
    private static final String WINDOW = "mode: time_window\ntime_column: a\ndays_window: 2\n";

    /// By the path of a key, an export without it and then with it, or with another value of it.
    private static final String CHANGES =
            """
            table                        | table: t / table: u
            query                        | query: SELECT 1 / query: SELECT 2
            format                       | format: csv / format: parquet
            destination.path             | destination: {type: local, path: a} / destination: {type: local, path: b}
            destination.prefix           | destination: {type: local, prefix: a} / destination: {type: local, prefix: b}
            destination.type             | destination: {type: local} / destination: {type: stdout}
            columns                      | format: csv / columns: {a: int8}
            on_unrepresentable           | format: csv / on_unrepresentable: fail
            meta_columns.exported_at     | format: csv / meta_columns: {exported_at: true}
            meta_columns.row_hash        | meta_columns: {row_hash: true} / meta_columns: {row_hash: [a, b]}
            max_file_size                | max_file_size: 5MB / max_file_size: 6MB
            csv.binary                   | format: csv / csv: {binary: base64}
            compression                  | format: parquet / format: parquet; compression: gzip
            compression_level            | compression: zstd; compression_level: 3 / compression: zstd; compression_level: 4
            compression_profile          | format: parquet / format: parquet; compression_profile: compact
            parquet.row_group_strategy   | format: parquet / parquet: {row_group_strategy: fixed_rows}
            parquet.row_group_rows       | parquet: {row_group_strategy: fixed_rows, row_group_rows: 5} / parquet: {row_group_strategy: fixed_rows, row_group_rows: 6}
            parquet.target_row_group_mb  | parquet: {target_row_group_mb: 5} / parquet: {target_row_group_mb: 6}
            parquet.max_row_group_mb     | parquet: {max_row_group_mb: 5} / parquet: {max_row_group_mb: 6}
            parquet.encoding             | format: parquet / parquet: {encoding: compact}
            parquet.arrow_extensions     | format: parquet / parquet: {arrow_extensions: true}
            mode                         | mode: full / CHUNKED
            cursor_column                | INCREMENTAL / mode: incremental; cursor_column: b
            incremental_cursor_mode      | INCREMENTAL / INCREMENTAL incremental_cursor_mode: coalesce; cursor_fallback_column: b
            cursor_fallback_column       | INCREMENTAL incremental_cursor_mode: coalesce; cursor_fallback_column: b / INCREMENTAL incremental_cursor_mode: coalesce; cursor_fallback_column: c
            overlap                      | INCREMENTAL overlap: 5 / INCREMENTAL overlap: 10m
            settle                       | INCREMENTAL / INCREMENTAL settle: {after: 1h}
            settle.after                 | INCREMENTAL settle: {after: 2h} / INCREMENTAL settle: {after: 1h}
            settle.column                | INCREMENTAL settle: {after: 1h} / INCREMENTAL settle: {after: 1h, column: b}
            time_column                  | WINDOW / mode: time_window; time_column: b; days_window: 2
            days_window                  | WINDOW / mode: time_window; time_column: a; days_window: 3
            time_column_type             | WINDOW / WINDOW time_column_type: unix
            chunk_column                 | CHUNKED / mode: chunked; chunk_column: b
            chunk_by_key                 | mode: chunked; chunk_by_key: a / mode: chunked; chunk_by_key: b
            chunk_size                   | CHUNKED / CHUNKED chunk_size: 5
            chunk_size_memory_mb         | CHUNKED / CHUNKED chunk_size_memory_mb: 5
            chunk_count                  | CHUNKED / CHUNKED chunk_count: 5
            chunk_by_days                | CHUNKED / CHUNKED chunk_by_days: 5
            keyset_incremental           | mode: chunked; chunk_by_key: a / mode: chunked; chunk_by_key: a; keyset_incremental: true
            chunk_checkpoint             | CHUNKED / CHUNKED chunk_checkpoint: true
            consistency                  | CHUNKED / CHUNKED consistency: per_chunk
            """;

    /// Keys of an export that change none of it: who reads, how hard, what is done with what is
    /// there, and what its name is.
    private static final Map<String, String> REMAINS =
            Map.ofEntries(
                    Map.entry("name", "format: csv / name: other"),
                    Map.entry("settle_wait", "INCREMENTAL / INCREMENTAL settle_wait: 3s"),
                    Map.entry("chunk_dense", "CHUNKED / CHUNKED chunk_dense: true"),
                    Map.entry("chunk_max_attempts", "CHUNKED / CHUNKED chunk_max_attempts: 9"),
                    Map.entry("parallel", "CHUNKED / CHUNKED parallel: 4"),
                    Map.entry("tuning", "CHUNKED / CHUNKED tuning: {profile: safe}"),
                    Map.entry("history", "CHUNKED / CHUNKED history: replace"),
                    Map.entry("skip_empty", "CHUNKED / CHUNKED skip_empty: true"),
                    Map.entry("empty", "CHUNKED / CHUNKED empty: file"),
                    Map.entry("verify", "CHUNKED / CHUNKED verify: size"));

    /// Blocks, of which the keys count; and what is no key of one file's own.
    private static final Set<String> ELSEWHERE =
            Set.of(
                    "destination",
                    "meta_columns",
                    "csv",
                    "parquet",
                    "query_file",
                    "partition_by",
                    "partition_granularity");

    @TempDir Path folder;
    private ConfigFixture fixture;

    @BeforeEach
    void begin() {
        fixture = new ConfigFixture(folder);
    }

    private static Map<String, String> changes() {
        Map<String, String> changes = new TreeMap<>();
        CHANGES.lines()
                .map(line -> line.split(" \\| ", 2))
                .forEach(pair -> changes.put(pair[0].strip(), pair[1]));
        return changes;
    }

    @Test
    void eachKeyOfAnExportIsHere() {
        Set<String> known = new TreeSet<>(changes().keySet());
        known.addAll(REMAINS.keySet());
        known.addAll(ELSEWHERE);
        String home = "exports[].";
        Set<String> available =
                KeyPaths.all()
                        .filter(each -> each.key().available())
                        .map(KeyPaths.Entry::path)
                        .filter(path -> path.startsWith(home))
                        .map(path -> path.substring(home.length()))
                        .filter(path -> !path.startsWith("tuning."))
                        .collect(Collectors.toSet());
        assertThat(available).isEqualTo(known);
    }

    @TestFactory
    Stream<DynamicTest> aChangeOfOutputChangesTheTerms() {
        return changes().entrySet().stream()
                .map(
                        each ->
                                dynamicTest(
                                        each.getKey(),
                                        () ->
                                                assertThat(terms(each.getValue(), 0))
                                                        .isNotEqualTo(terms(each.getValue(), 1))));
    }

    @TestFactory
    Stream<DynamicTest> whateverElseIsChangedLeavesThemAlone() {
        return REMAINS.entrySet().stream()
                .map(
                        each ->
                                dynamicTest(
                                        each.getKey(),
                                        () ->
                                                assertThat(terms(each.getValue(), 0))
                                                        .isEqualTo(terms(each.getValue(), 1))));
    }

    private Terms terms(String pair, int which) {
        int middle = pair.indexOf(BETWEEN);
        String lines =
                which == 0 ? pair.substring(0, middle) : pair.substring(middle + BETWEEN.length());
        return terms(
                lines.replace("; ", "\n")
                        .replaceAll("CHUNKED ?", CHUNKED)
                        .replaceAll("INCREMENTAL ?", INCREMENTAL)
                        .replaceAll("WINDOW ?", WINDOW));
    }

    /// Of an export of these lines, and of what an export needs besides.
    private Terms terms(String lines) {
        StringBuilder export = new StringBuilder(lines.strip()).append('\n');
        add(export, lines, "name: orders", "name");
        add(export, lines, "table: orders", "table", "query");
        add(
                export,
                lines,
                lines.contains("parquet") || lines.contains("compression")
                        ? "format: parquet"
                        : "format: csv",
                "format");
        add(export, lines, "destination: {type: local, path: out}", "destination");
        String yaml = ConfigFixture.SOURCE + "exports:\n  -\n" + export.toString().indent(4);
        ExportConfig read = fixture.export(yaml);
        return Terms.of(read, "source", read.destination().toString()).withOutput(read);
    }

    private static void add(StringBuilder export, String lines, String usual, String... keys) {
        boolean written =
                lines.lines()
                        .anyMatch(
                                line ->
                                        Arrays.stream(keys)
                                                .anyMatch(key -> line.startsWith(key + ":")));
        if (!written) {
            export.append(usual).append('\n');
        }
    }

    /// Written by an earlier version, and continued by this one: who changes these lines makes runs
    /// that wait to be continued begin anew.
    @Test
    void theFactsStayAsTheyAre() {
        assertThat(
                        text(
                                CHUNKED
                                        + "chunk_size: 5\nchunk_checkpoint: true\n"
                                        + "columns: {b: int8, c: 'decimal(18,2)'}\n"
                                        + "meta_columns: {exported_at: true, row_hash: [a, b]}\n"
                                        + "format: parquet\nmax_file_size: 5MB\n"
                                        + "parquet: {row_group_strategy: fixed_memory}\n"))
                .isEqualTo(
                        """
                        chunk_checkpoint=true
                        chunk_column=a
                        chunk_size=5
                        columns.b=int64
                        columns.c=decimal(18,2)
                        compression=zstd
                        compression_level=0
                        consistency=snapshot
                        destination=there
                        format=parquet
                        max_file_size=5242880
                        meta_columns.exported_at=true
                        meta_columns.row_hash=a,b
                        mode=chunked
                        on_unrepresentable=
                        parquet.arrow_extensions=false
                        parquet.encoding=compatible
                        parquet.max_row_group_bytes=
                        parquet.row_group_strategy=fixed_memory
                        parquet.target_row_group_bytes=134217728
                        source=here
                        table=orders
                        """);
        assertThat(
                        text(
                                INCREMENTAL
                                        + "settle: {after: 90m, column: b}\nsettle_wait: 3s\n"
                                        + "on_unrepresentable: fail\nformat: csv\n"))
                .isEqualTo(
                        """
                        csv.binary=hex
                        cursor_column=a
                        destination=there
                        format=csv
                        max_file_size=
                        meta_columns.exported_at=false
                        meta_columns.row_hash=false
                        mode=incremental
                        on_unrepresentable=fail
                        overlap=
                        settle.after=PT1H30M
                        settle.column=b
                        source=here
                        table=orders
                        """);
    }

    private String text(String lines) {
        ExportConfig read = fixture.export(ConfigFixture.bareExport("table: orders\n" + lines));
        return new TreeMap<>(Terms.of(read, "here", "there").withOutput(read).facts())
                .entrySet().stream()
                        .map(each -> each.getKey() + "=" + each.getValue() + "\n")
                        .collect(Collectors.joining());
    }
}
