package dev.rivet.config;

import static dev.rivet.config.ConfigKey.key;
import static dev.rivet.config.ConfigKey.later;
import static dev.rivet.config.Shape.block;
import static dev.rivet.config.Shape.choice;
import static dev.rivet.config.Shape.flag;
import static dev.rivet.config.Shape.whole;

import dev.rivet.config.Shape.Block;
import dev.rivet.config.Shape.Choice;
import dev.rivet.config.Shape.Fraction;

/// The part of the table that source and exports share.
final class SharedKeys {
    private static final long MOST_SECONDS = 2_147_483;
    private static final long MOST_ROWS = Integer.MAX_VALUE;
    private static final long MOST_MEGABYTES = 1_048_576;

    static final Choice ON_UNREPRESENTABLE = choice("null", "string", "fail");

    static final Block TUNING =
            block(
                    key(
                            "profile",
                            choice("fast", "balanced", "safe"),
                            "How hard to press the source: the preset that the other keys amend."
                                    + " Default: by `source.environment`, else `balanced`."),
                    key(
                            "batch_size",
                            whole(1, MOST_ROWS),
                            "Most rows of one batch; the profile's limit in bytes stays."
                                    + " Not together with `batch_size_memory_mb`."),
                    key(
                            "batch_size_memory_mb",
                            whole(1, 1_024),
                            "Most megabytes of one batch, which then holds up to 150,000 rows."
                                    + " Not together with `batch_size`."),
                    key(
                            "throttle_ms",
                            whole(0, 3_600_000),
                            "Pause after a full batch in milliseconds, shorter after a smaller"
                                    + " one; 0 for none."),
                    key(
                            "statement_timeout_s",
                            whole(0, MOST_SECONDS),
                            "Longest statement in seconds; 0 for no limit."),
                    key(
                            "lock_timeout_s",
                            whole(0, MOST_SECONDS),
                            "Longest wait for a lock in seconds; 0 for no limit."),
                    key(
                            "chunk_max_statement_s",
                            new Fraction(0.01, MOST_SECONDS),
                            "Longest statement that reads a part of a table, in seconds: what it asks"
                                    + " for is cut down to that. Never more than half a second:"
                                    + " `0.1` is gentler."),
                    key(
                            "chunk_min_rows",
                            whole(1, 1_000_000),
                            "Rows that it asks for at least, however slow the server is; about 8 MB"
                                    + " stay the most. Default: as few as need be."),
                    key(
                            "max_value_mb",
                            whole(0, 2_047),
                            "Largest text or binary value in megabytes; 0 for no limit."
                                    + " Default: a tenth of the heap, 25 as rivet comes, 256 at most."),
                    key(
                            "max_retries",
                            whole(0, 1_000),
                            "How often a run reads again when its read fails for a reason that"
                                    + " passes; 0 for never."),
                    key(
                            "retry_backoff_ms",
                            whole(0, 3_600_000),
                            "Longest pause before the first of them in milliseconds, doubled before"
                                    + " each of the next, up to a minute."),
                    later(
                            "memory_threshold_mb",
                            whole(0, MOST_MEGABYTES),
                            "Pause above this resident memory; 0 for off."),
                    later(
                            "max_batch_memory_mb",
                            whole(1, MOST_MEGABYTES),
                            "Ceiling for the memory of one batch."),
                    later(
                            "on_batch_memory_exceeded",
                            choice("warn", "fail", "auto_shrink"),
                            "What to do with a batch above `max_batch_memory_mb`."),
                    later("adaptive", flag(), "Move batch size and parallelism by pressure."),
                    later("min_parallel", whole(1, 1_024), "Fewest workers of `adaptive`."));

    private SharedKeys() {}
}
