package dev.rivet.config;

import static dev.rivet.config.ConfigKey.key;
import static dev.rivet.config.ConfigKey.later;
import static dev.rivet.config.Shape.block;
import static dev.rivet.config.Shape.choice;
import static dev.rivet.config.Shape.flag;
import static dev.rivet.config.Shape.text;
import static dev.rivet.config.Shape.whole;

import dev.rivet.config.Shape.Block;
import dev.rivet.config.Shape.ByName;
import dev.rivet.config.Shape.ColumnType;
import dev.rivet.config.Shape.FlagOrTexts;
import dev.rivet.config.Shape.Fraction;
import dev.rivet.config.Shape.Size;
import dev.rivet.config.Shape.Texts;
import dev.rivet.config.Shape.WordOrWhole;
import java.util.List;
import java.util.stream.Stream;

/// The part of the table that describes one export.
final class ExportKeys {
    private static final long MOST_ROWS = Integer.MAX_VALUE;
    private static final long MOST_MEGABYTES = 1_048_576;

    private static final Block DESTINATION =
            block(
                    key(
                                    "type",
                                    Shape.later(choice("local", "stdout"), "s3", "gcs", "azure"),
                                    "`local` writes files into a folder, `stdout` one file to"
                                            + " standard output.")
                            .required("Add `type: local` or `type: stdout`."),
                    key(
                            "path",
                            text(),
                            "Folder, relative to this file or absolute, without `..`. `{date}` is"
                                    + " the day in UTC, `{export}` and `{table}` are the"
                                    + " export's name. Default: `prefix`, else `.`."),
                    key("prefix", text(), "Stands in for `path` when that is not written."),
                    later("bucket", text(), "Bucket; never created."),
                    later("region", text(), "Region of the bucket."),
                    later("endpoint", text(), "Address of a compatible store."),
                    later("access_key_env", text(), "Variable that holds the access key."),
                    later("secret_key_env", text(), "Variable that holds the secret key."),
                    later("session_token_env", text(), "Variable that holds a session token."),
                    later("aws_profile", text(), "Profile of the AWS configuration."),
                    later("credentials_file", text(), "Google credentials file."),
                    later("allow_anonymous", flag(), "Use no credentials: for emulators."),
                    later(
                            "oneshot_budget_mb",
                            whole(1, MOST_MEGABYTES),
                            "Memory for uploads that are sent in one piece."),
                    later("account_name", text(), "Azure account."),
                    later("account_key_env", text(), "Variable that holds the Azure key."),
                    later("sas_token_env", text(), "Variable that holds the Azure token."));

    private static final Block PARQUET =
            block(
                    key(
                                    "row_group_strategy",
                                    choice("auto", "fixed_rows", "fixed_memory"),
                                    "By size (`auto`, `fixed_memory`) or by rows. Without any of"
                                            + " these four keys, a group ends at 128 MB of values"
                                            + " before they are encoded, or at 1,048,576 rows,"
                                            + " but has at least 122,880.")
                            .or("auto"),
                    key(
                            "row_group_rows",
                            whole(1, MOST_ROWS),
                            "Rows of a group, with `fixed_rows`. Default 122,880."),
                    key(
                            "target_row_group_mb",
                            whole(1, MOST_MEGABYTES),
                            "Encoded size of a group, with `auto` or `fixed_memory`. Default 128."),
                    key(
                            "max_row_group_mb",
                            whole(1, MOST_MEGABYTES),
                            "A further cap, with `auto` or `fixed_memory`."),
                    key(
                                    "encoding",
                                    choice("compatible", "compact"),
                                    "`compatible` is read by everything: dictionaries where values"
                                            + " repeat, else plain values. `compact` also stores"
                                            + " numbers and times as differences, and lengths"
                                            + " apart from texts: smaller and faster, for readers"
                                            + " that know Parquet's delta encodings.")
                            .or("compatible"),
                    key(
                                    "arrow_extensions",
                                    flag(),
                                    "Tell Arrow's readers that uuid and json columns are"
                                            + " `arrow.uuid` and `arrow.json`. polars before 1.36"
                                            + " does not read such files, pyiceberg does not add"
                                            + " them.")
                            .or("false"));

    private static final Block CSV =
            block(
                    key(
                                    "binary",
                                    choice("hex", "postgres", "base64"),
                                    "How binary values look: `hex` is digits alone, `postgres` has"
                                            + " `\\x` before them, which PostgreSQL loads into"
                                            + " bytea.")
                            .or("hex"));

    private static final Block META_COLUMNS =
            block(
                    key(
                                    "exported_at",
                                    flag(),
                                    "Add `_rivet_exported_at`, when the run started, in UTC.")
                            .or("false"),
                    key(
                                    "row_hash",
                                    new FlagOrTexts(),
                                    "Add `_rivet_row_hash` over all columns, or over the listed"
                                            + " ones in that order.")
                            .or("false"));

    private static final List<ConfigKey> IDENTITY =
            List.of(
                    key(
                                    "name",
                                    text(),
                                    "Unique name, part of file names: no `/`, `\\`, `..`, no"
                                            + " leading dot.")
                            .required("Add `name:` with a name that no other export has."),
                    key(
                            "table",
                            text(),
                            "Table to read, `name` or `schema.name`, spelled as in the source."),
                    key(
                            "query",
                            text(),
                            "SELECT to read, taken as it is. Over several lines, as a literal block."),
                    key(
                            "query_file",
                            text(),
                            "File with the SELECT, inside this file's folder; `${NAME}` is"
                                    + " filled in there too."),
                    later("tables", new Texts(), "Tables of a change stream."),
                    key(
                                    "mode",
                                    Shape.later(
                                            choice("full", "incremental", "chunked", "time_window"),
                                            "cdc"),
                                    "How much is read in one run: everything (`full`), everything in"
                                            + " pieces (`chunked`), what is new (`incremental`), the"
                                            + " last days (`time_window`).")
                            .or("full"),
                    key(
                            "columns",
                            new ByName(new ColumnType()),
                            "Types for columns, by their exact names, or `table.column`. In braces,"
                                    + " a type with a comma is quoted: `{price: \"decimal(18,4)\"}`."),
                    key(
                            "on_unrepresentable",
                            SharedKeys.ON_UNREPRESENTABLE,
                            "As `source.on_unrepresentable`, for this export."),
                    key("tuning", SharedKeys.TUNING, "As `source.tuning`, for this export."),
                    key(
                            "parallel",
                            whole(1, 64),
                            "Most connections that read this export at a time, all in one"
                                    + " snapshot. Default 2, with profile `safe` 1."));

    private static final List<ConfigKey> OUTPUT =
            List.of(
                    key("format", choice("parquet", "csv"), "The files' format.")
                            .required("Add `format: parquet` or `format: csv`."),
                    key(
                            "compression",
                            choice("zstd", "snappy", "gzip", "lz4", "none"),
                            "Codec of Parquet files; CSV takes only `none`. Default: `zstd` for"
                                    + " Parquet, `none` for CSV."),
                    key(
                            "compression_level",
                            new WordOrWhole("auto", 0, 22),
                            "Level, for `zstd` 1 to 22, for `gzip` 0 to 9. Default `auto`: for"
                                    + " `zstd` 1, or 3 for columns that it makes clearly smaller;"
                                    + " for `gzip` 6."),
                    key(
                            "compression_profile",
                            choice("none", "fast", "balanced", "compact"),
                            "Codec and level by a word: nothing, `snappy`, `zstd` 3, `zstd` 9."
                                    + " Wins over the two keys above."),
                    key("parquet", PARQUET, "How Parquet files are laid out."),
                    key("csv", CSV, "How values look in CSV files."),
                    key(
                            "max_file_size",
                            new Size(),
                            "Start another file at this size. Default: never."),
                    key(
                                    "empty",
                                    choice("none", "file"),
                                    "What a run without rows leaves beside its manifest: no file, or"
                                            + " one with columns and no rows, so that a glob finds"
                                            + " something.")
                            .or("none"),
                    key("skip_empty", flag(), "A run without rows counts as skipped.").or("false"),
                    key(
                                    "history",
                                    choice("keep", "replace"),
                                    "What becomes of the files of earlier runs, once a run has"
                                            + " delivered: they stay beside the new ones, or are"
                                            + " removed.")
                            .or("keep"),
                    key(
                                    "verify",
                                    Shape.later(choice("size"), "content"),
                                    "What is compared after a file was committed.")
                            .or("size"),
                    key("meta_columns", META_COLUMNS, "Columns that rivet adds."),
                    key("destination", DESTINATION, "Where the files go.")
                            .required(
                                    "Add `destination: {type: local, path: ./output/<name>}` or"
                                            + " `destination: {type: stdout}`."));

    private static final List<ConfigKey> ORDER =
            List.of(
                    later("source_group", text(), "Exports that share a database."),
                    later("reconcile_required", flag(), "Marks what must be reconciled."),
                    later("wave", whole(0, MOST_ROWS), "Order among exports."),
                    later("parallel_safe", flag(), "May run beside others of its wave."),
                    later("target", text(), "Warehouse whose types are reported."));

    private static final List<ConfigKey> CHECKS =
            List.of(
                    later(
                            "quality",
                            block(
                                    later("row_count_min", whole(0, Long.MAX_VALUE), "Least rows."),
                                    later("row_count_max", whole(0, Long.MAX_VALUE), "Most rows."),
                                    later(
                                            "null_ratio_max",
                                            new ByName(new Fraction(0, 1)),
                                            "Most NULLs, by column."),
                                    later("unique_columns", new Texts(), "Columns without twins."),
                                    later(
                                            "unique_max_entries",
                                            whole(1, Long.MAX_VALUE),
                                            "Values remembered for that.")),
                            "What the rows must fulfil."),
                    later(
                            "on_schema_drift",
                            choice("warn", "continue", "fail"),
                            "What to do when the columns have changed."),
                    later(
                            "shape_drift_warn_factor",
                            new Fraction(0, Double.MAX_VALUE),
                            "Growth of values that is warned about."));

    private static final List<ConfigKey> STREAMS =
            List.of(
                    later(
                            "cdc",
                            block(
                                    later("initial", choice("snapshot"), "Start with a snapshot."),
                                    later("checkpoint", text(), "File of the position."),
                                    later("until_current", flag(), "Stop at the log's end."),
                                    later("max_events", whole(1, Long.MAX_VALUE), "Most events."),
                                    later("rollover", whole(1, MOST_ROWS), "Rows of a file."),
                                    later(
                                            "rollover_memory_mb",
                                            whole(1, MOST_MEGABYTES),
                                            "Memory of a file."),
                                    later("server_id", whole(1, 4_294_967_295L), "Replica id."),
                                    later("slot", text(), "Replication slot."),
                                    later("capture_instance", text(), "Reserved.")),
                            "The change stream."),
                    later(
                            "load",
                            block(
                                    later("pk", new Texts(), "Key columns."),
                                    later("cleanup_source", flag(), "Remove the files later."),
                                    later("gc_orphans", flag(), "Remove files without manifest."),
                                    later("cluster_by", new Texts(), "Clustering columns."),
                                    later("allow_source_drift", flag(), "Load after a change.")),
                            "As `load`, for this export."));

    static final Block EXPORT =
            new Block(
                            Stream.of(
                                            IDENTITY,
                                            OUTPUT,
                                            ModeKeys.PROGRESS,
                                            ORDER,
                                            ModeKeys.CHUNKS,
                                            CHECKS,
                                            STREAMS)
                                    .flatMap(List::stream)
                                    .toList(),
                            List.of())
                    .exactlyOneOf("table", "query", "query_file");

    private ExportKeys() {}
}
