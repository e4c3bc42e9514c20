package dev.rivet.config;

import static dev.rivet.config.ConfigKey.key;
import static dev.rivet.config.Shape.block;
import static dev.rivet.config.Shape.choice;
import static dev.rivet.config.Shape.flag;
import static dev.rivet.config.Shape.text;
import static dev.rivet.config.Shape.whole;

import dev.rivet.config.Shape.TextOrTexts;
import java.util.List;

/// The part of the table that says how much of its selection an export reads in a run.
final class ModeKeys {
    private static final long MOST_MEGABYTES = 1_048_576;

    static final List<ConfigKey> PROGRESS =
            List.of(
                    key(
                            "cursor_column",
                            text(),
                            "With `mode: incremental`: the column that tells new rows from old."),
                    key(
                                    "incremental_cursor_mode",
                                    choice("single_column", "coalesce"),
                                    "`coalesce`: where the cursor is NULL, a second column counts.")
                            .or("single_column"),
                    key("cursor_fallback_column", text(), "That second column."),
                    key(
                            "settle",
                            block(
                                    key("after", text(), "Age that a row must have: `1h`.")
                                            .required("Add `after: 1h`."),
                                    key(
                                            "column",
                                            text(),
                                            "Date or timestamp that tells a row's age. Default: the cursor.")),
                            "Leave young rows for the next run."),
                    key(
                                    "settle_wait",
                                    text(),
                                    "Longest wait for transactions that may still add rows behind"
                                            + " the newest one: `10s`.")
                            .or("10s"),
                    key(
                            "overlap",
                            text(),
                            "Read so much again of what lies before the cursor, for rows that were"
                                    + " committed late, and drop what was delivered: `10m`, or"
                                    + " `5000` for a cursor of whole numbers."),
                    key("time_column", text(), "With `mode: time_window`: the column of times."),
                    key(
                            "days_window",
                            whole(1, 36_500),
                            "Days before today, from midnight, UTC, up to the run's start."),
                    key(
                                    "time_column_type",
                                    choice("timestamp", "unix"),
                                    "What the time column holds: dates or timestamps, or seconds"
                                            + " since 1970.")
                            .or("timestamp"),
                    key(
                            "partition_by",
                            text(),
                            "Column whose dates become folders: `{partition}` in `path` is"
                                    + " `column=date`, with a manifest each."),
                    key(
                                    "partition_granularity",
                                    choice("day", "month", "year"),
                                    "Span of one such folder.")
                            .or("day"));

    static final List<ConfigKey> CHUNKS =
            List.of(
                    key(
                            "chunk_column",
                            text(),
                            "With `mode: chunked`: the column that is cut into ranges. Default: a"
                                    + " table's key."),
                    key("chunk_size", whole(1, Long.MAX_VALUE), "About so many rows in a chunk.")
                            .or("100000"),
                    key(
                            "chunk_size_memory_mb",
                            whole(1, MOST_MEGABYTES),
                            "Of a table: rows of about so many MB in a chunk, instead of a number."),
                    key("chunk_count", whole(1, 100_000), "So many chunks, instead of a size."),
                    key(
                            "chunk_by_days",
                            whole(1, 36_500),
                            "So many days in a chunk, from midnight to midnight, UTC."),
                    key("chunk_dense", flag(), "As `chunk_size` alone: kept for older files.")
                            .or("false"),
                    key(
                            "chunk_by_key",
                            new TextOrTexts(),
                            "As `chunk_column`: any key with an order. A list for a key of several"
                                    + " columns, which are compared one after the other."),
                    key(
                                    "keyset_incremental",
                                    flag(),
                                    "Read what is new by `chunk_by_key`, as `mode: incremental` does, with"
                                            + " chunks of its own.")
                            .or("false"),
                    key(
                                    "chunk_checkpoint",
                                    flag(),
                                    "Commit each chunk, so that the next run continues one that"
                                            + " died.")
                            .or("false"),
                    key(
                            "chunk_max_attempts",
                            whole(1, 1_000),
                            "How often a chunk is read before the run fails. Default: once more than"
                                    + " `tuning.max_retries`."),
                    key(
                                    "consistency",
                                    choice("snapshot", "per_chunk"),
                                    "Whether all chunks are read in one snapshot, which the source"
                                            + " keeps as long, or each in its own.")
                            .or("snapshot"));

    private ModeKeys() {}
}
