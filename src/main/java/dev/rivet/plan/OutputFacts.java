package dev.rivet.plan;

import dev.rivet.config.ExportConfig;
import dev.rivet.config.MetaColumns;
import dev.rivet.config.MetaColumns.RowHash;
import dev.rivet.config.Mode;
import dev.rivet.config.OutputFormat;
import dev.rivet.config.RowGroups;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What an export's configuration says of the bytes of its files and of where its chunks are cut,
/// one fact for each setting, under the setting's name. A run that has begun is continued only
/// where they are as they were, also by a later version of rivet: so names and values stay as they
/// are written here, whatever becomes of the records that they are read from. Pure.
final class OutputFacts {
    private static final String NONE = "";

    private final Map<String, String> facts = new TreeMap<>();

    private OutputFacts() {}

    /// In alphabetical order of their names.
    static Map<String, String> of(ExportConfig export) {
        OutputFacts facts = new OutputFacts();
        facts.put("mode", export.mode().label());
        facts.mode(export.mode());
        facts.columns(export.columns());
        facts.format(export.files().format());
        facts.put("max_file_size", optional(export.files().maxBytes()));
        return Collections.unmodifiableMap(facts.facts);
    }

    private void put(String name, Object value) {
        facts.put(name, value.toString());
    }

    private static String optional(@Nullable Object value) {
        return value == null ? NONE : value.toString();
    }

    private static String word(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }

    /// How long an incremental run waits changes nothing that it then reads.
    private void mode(Mode mode) {
        switch (mode) {
            case Mode.Full _ -> {}
            case Mode.Incremental incremental -> {
                put("cursor_column", new Key(incremental.cursor()).display());
                settle(incremental.settle());
                put("overlap", overlap(incremental.overlap()));
            }
            case Mode.TimeWindow(var column, var values, int days) -> {
                put("time_column", column);
                put("time_column_type", word(values));
                put("days_window", days);
            }
            case Mode.Partition(var column, var name, _) -> {
                put("partition_by", column);
                put("partition", name);
            }
            case Mode.Chunked chunked -> {
                put("chunk_column", String.join(",", chunked.columns()));
                cut(chunked.cut());
                put("chunk_checkpoint", chunked.checkpoint());
                put(
                        "consistency",
                        switch (chunked.moment()) {
                            case ONE -> "snapshot";
                            case EACH -> "per_chunk";
                        });
            }
        }
    }

    private void settle(Mode.@Nullable Settle settle) {
        put("settle.after", settle == null ? NONE : settle.after());
        put("settle.column", settle == null ? NONE : optional(settle.column()));
    }

    /// Chunks that are there have remembered rows from there on.
    private static String overlap(Mode.@Nullable Overlap overlap) {
        return switch (overlap) {
            case null -> NONE;
            case Mode.Overlap.Span(var time) -> time.toString();
            case Mode.Overlap.Distance(long keys) -> Long.toString(keys);
        };
    }

    private void cut(Mode.Cut cut) {
        switch (cut) {
            case Mode.Cut.Rows(long size) -> put("chunk_size", size);
            case Mode.Cut.Megabytes(long megabytes) -> put("chunk_size_memory_mb", megabytes);
            case Mode.Cut.Count(int count) -> put("chunk_count", count);
            case Mode.Cut.Days(int days) -> put("chunk_by_days", days);
        }
    }

    private void columns(ExportConfig.Columns columns) {
        columns.overrides().forEach((name, type) -> put("columns." + name, type.label()));
        put("on_unrepresentable", columns.unrepresentable().map(OutputFacts::word).orElse(NONE));
        put("meta_columns.exported_at", columns.meta().exportedAt());
        put("meta_columns.row_hash", rowHash(columns.meta()));
    }

    private static String rowHash(MetaColumns columns) {
        return switch (columns.rowHash()) {
            case RowHash.Off() -> "false";
            case RowHash.AllColumns() -> "true";
            case RowHash.Only(var names) -> String.join(",", names);
        };
    }

    private void format(OutputFormat format) {
        switch (format) {
            case OutputFormat.Csv(var binary) -> put("csv.binary", word(binary));
            case OutputFormat.Parquet parquet -> {
                put("compression", parquet.compression().codec().label());
                put("compression_level", parquet.compression().level());
                put("parquet.encoding", word(parquet.encoding()));
                put("parquet.arrow_extensions", parquet.arrowExtensions());
                rowGroups(parquet.rowGroups());
            }
        }
    }

    private void rowGroups(RowGroups groups) {
        switch (groups) {
            case RowGroups.Default() -> put("parquet.row_group_strategy", NONE);
            case RowGroups.FixedRows(int rows) -> {
                put("parquet.row_group_strategy", "fixed_rows");
                put("parquet.row_group_rows", rows);
            }
            case RowGroups.FixedMemory(long target, var most) -> {
                put("parquet.row_group_strategy", "fixed_memory");
                put("parquet.target_row_group_bytes", target);
                put("parquet.max_row_group_bytes", optional(most));
            }
        }
    }
}
