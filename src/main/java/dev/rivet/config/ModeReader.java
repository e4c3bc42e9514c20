package dev.rivet.config;

import dev.rivet.diag.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How much of its selection an export reads, with the keys that belong to that. A key of another
/// mode is a mistake.
final class ModeReader {
    private static final String CURSOR = "cursor_column";
    private static final String FALLBACK = "cursor_fallback_column";
    private static final String CURSOR_MODE = "incremental_cursor_mode";
    private static final String SETTLE = "settle";
    private static final String SETTLE_WAIT = "settle_wait";
    private static final String OVERLAP = "overlap";
    private static final String TIME_COLUMN = "time_column";
    private static final String DAYS = "days_window";
    private static final String CHUNK_COLUMN = "chunk_column";
    private static final String CHUNK_SIZE = "chunk_size";
    private static final String CHUNK_MEMORY = "chunk_size_memory_mb";
    private static final String CHUNK_COUNT = "chunk_count";
    private static final String CHUNK_DAYS = "chunk_by_days";
    private static final String CHUNK_KEY = "chunk_by_key";
    private static final String DENSE = "chunk_dense";
    private static final String CHECKPOINT = "chunk_checkpoint";
    private static final String CONSISTENCY = "consistency";
    private static final String PARTITION = "partition_by";
    private static final String GRANULARITY = "partition_granularity";
    private static final String GROWING = "keyset_incremental";

    private static final Duration USUAL_WAIT = Duration.ofSeconds(10);

    /// The keys of a mode.
    private static final Map<String, List<String>> KEYS = keys();

    /// Two keys that exclude each other.
    private record Clash(String one, String other, Code code) {}

    private static final List<Clash> CLASHES =
            List.of(
                    new Clash(CHUNK_KEY, CHUNK_COLUMN, Code.CONFIG_MODE_SETTING_INVALID),
                    new Clash(CHUNK_COUNT, CHUNK_DAYS, Code.CONFIG_CHUNK_COUNT_INVALID),
                    new Clash(CHUNK_COUNT, DENSE, Code.CONFIG_CHUNK_COUNT_INVALID),
                    new Clash(CHUNK_COUNT, CHUNK_KEY, Code.CONFIG_CHUNK_COUNT_INVALID),
                    new Clash(CHUNK_COUNT, CHUNK_SIZE, Code.CONFIG_CHUNK_COUNT_INVALID),
                    new Clash(CHUNK_DAYS, DENSE, Code.CONFIG_CHUNK_BY_DAYS_INVALID),
                    new Clash(CHUNK_DAYS, CHUNK_KEY, Code.CONFIG_CHUNK_BY_DAYS_INVALID),
                    new Clash(CHUNK_DAYS, CHUNK_SIZE, Code.CONFIG_CHUNK_BY_DAYS_INVALID),
                    new Clash(CHUNK_MEMORY, CHUNK_SIZE, Code.CONFIG_MODE_SETTING_INVALID),
                    new Clash(CHUNK_MEMORY, CHUNK_COUNT, Code.CONFIG_CHUNK_COUNT_INVALID),
                    new Clash(CHUNK_MEMORY, CHUNK_DAYS, Code.CONFIG_CHUNK_BY_DAYS_INVALID));

    private final Findings findings;

    ModeReader(Findings findings) {
        this.findings = findings;
    }

    private static Map<String, List<String>> keys() {
        Map<String, List<String>> keys = new LinkedHashMap<>();
        keys.put("full", List.of(PARTITION, GRANULARITY));
        keys.put(
                "incremental",
                List.of(CURSOR, FALLBACK, CURSOR_MODE, SETTLE, SETTLE_WAIT, OVERLAP));
        keys.put("time_window", List.of(TIME_COLUMN, DAYS, "time_column_type"));
        keys.put(
                "chunked",
                List.of(
                        CHUNK_COLUMN,
                        CHUNK_SIZE,
                        CHUNK_MEMORY,
                        CHUNK_COUNT,
                        CHUNK_DAYS,
                        CHUNK_KEY,
                        DENSE,
                        GROWING,
                        OVERLAP,
                        CHECKPOINT,
                        "chunk_max_attempts",
                        CONSISTENCY));
        return keys;
    }

    /// The mode; empty after a report.
    Optional<Mode> read(Section export) {
        String mode = export.text("mode").orElse("full");
        refuseOthers(mode, export);
        return switch (mode) {
            case "incremental" -> incremental(export);
            case "time_window" -> timeWindow(export);
            case "chunked" -> chunked(export);
            default -> full(export);
        };
    }

    private void refuseOthers(String mode, Section export) {
        Set<String> known = new HashSet<>(KEYS.getOrDefault(mode, List.of()));
        KEYS.forEach(
                (other, keys) -> {
                    for (String key : export.written(keys.toArray(String[]::new))) {
                        if (known.add(key)) {
                            findings.problem(
                                    export.spot(key),
                                    Code.CONFIG_MODE_SETTING_INVALID,
                                    "has no meaning with `mode: " + mode + "`",
                                    "Remove `" + key + "`, or write `mode: " + other + "`.");
                        }
                    }
                });
    }

    private Optional<Mode> full(Section export) {
        if (export.wrote(GRANULARITY) && !export.wrote(PARTITION)) {
            findings.problem(
                    export.spot(GRANULARITY),
                    Code.CONFIG_MODE_SETTING_INVALID,
                    "has no meaning without `partition_by`",
                    "Add `partition_by:`, or remove `partition_granularity`.");
        }
        return Optional.of(new Mode.Full());
    }

    private Optional<Mode> incremental(Section export) {
        Optional<String> column = required(export, CURSOR, "incremental");
        boolean coalesce = export.text(CURSOR_MODE).filter("coalesce"::equals).isPresent();
        Optional<String> fallback = export.text(FALLBACK);
        if (coalesce != fallback.isPresent()) {
            findings.problem(
                    export.spot(coalesce ? CURSOR_MODE : FALLBACK),
                    Code.CONFIG_MODE_SETTING_INVALID,
                    "a second cursor column needs both keys",
                    "Write `incremental_cursor_mode: coalesce` and `cursor_fallback_column`, or"
                            + " neither.");
            return Optional.empty();
        }
        List<String> cursor = new ArrayList<>();
        column.ifPresent(cursor::add);
        fallback.ifPresent(cursor::add);
        return column.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Mode.Incremental(
                                cursor,
                                settle(export, cursor),
                                settleWait(export),
                                new OverlapReader(findings).read(export, OVERLAP)));
    }

    private Mode.@Nullable Settle settle(Section export, List<String> cursor) {
        if (!export.wrote(SETTLE)) {
            return null;
        }
        Section settle = export.child(SETTLE);
        @Nullable String column =
                settle.text("column").filter(name -> !cursor.equals(List.of(name))).orElse(null);
        return span(settle, "after").map(after -> new Mode.Settle(after, column)).orElse(null);
    }

    private Duration settleWait(Section export) {
        return span(export, SETTLE_WAIT).orElse(USUAL_WAIT);
    }

    private Optional<Duration> span(Section section, String key) {
        Optional<String> text = section.text(key);
        Optional<Duration> span = text.flatMap(TimeSpan::parse);
        if (text.isPresent() && span.isEmpty()) {
            findings.problem(
                    section.spot(key),
                    Code.CONFIG_VALUE_INVALID,
                    "is no span of time, or more than 36,500 days",
                    "Write a whole number and a unit: `30s`, `10m`, `1h`, `2d`.");
        }
        return span;
    }

    private Optional<Mode> timeWindow(Section export) {
        Optional<String> column = required(export, TIME_COLUMN, "time_window");
        Optional<String> days = required(export, DAYS, "time_window");
        Mode.TimeValues values =
                export.text("time_column_type").filter("unix"::equals).isPresent()
                        ? Mode.TimeValues.UNIX_SECONDS
                        : Mode.TimeValues.TIMESTAMP;
        return column.flatMap(
                name ->
                        days.map(
                                text -> new Mode.TimeWindow(name, values, Integer.parseInt(text))));
    }

    private Optional<String> required(Section export, String key, String mode) {
        Optional<String> text = export.text(key);
        if (text.isEmpty() && !export.meant(key) && !export.wrote(key)) {
            findings.problem(
                    export.spot(),
                    Code.CONFIG_KEY_MISSING,
                    "`mode: " + mode + "` needs `" + key + "`",
                    "Add `" + key + ":`.");
        }
        return text;
    }

    private Optional<Mode> chunked(Section export) {
        if (clashes(export) || lacksKey(export) || hasBadList(export) || lacksTable(export)) {
            return Optional.empty();
        }
        Mode.@Nullable Overlap overlap = new OverlapReader(findings).read(export, OVERLAP);
        List<String> key = key(export);
        if (export.flag(GROWING)) {
            refuseIdle(export);
            return Optional.of(new Mode.Incremental(key, null, USUAL_WAIT, overlap));
        }
        if (overlap != null) {
            findings.problem(
                    export.spot(OVERLAP),
                    Code.CONFIG_MODE_SETTING_INVALID,
                    "has no meaning where everything is read",
                    "Remove `overlap`, or write `keyset_incremental: true`.");
        }
        boolean each = export.text(CONSISTENCY).filter("per_chunk"::equals).isPresent();
        return Optional.of(
                new Mode.Chunked(
                        key,
                        cut(export),
                        export.flag(CHECKPOINT),
                        each ? Mode.Moment.EACH : Mode.Moment.ONE));
    }

    /// None where the table's own is meant.
    private static List<String> key(Section export) {
        return export.list(CHUNK_KEY)
                .map(list -> list.stream().map(Scalar::text).toList())
                .or(() -> export.text(CHUNK_KEY).map(List::of))
                .or(() -> export.text(CHUNK_COLUMN).map(List::of))
                .orElse(List.of());
    }

    private boolean hasBadList(Section export) {
        List<String> key = key(export);
        boolean isList = export.list(CHUNK_KEY).isPresent();
        if (isList && (key.isEmpty() || Set.copyOf(key).size() < key.size())) {
            findings.problem(
                    export.spot(CHUNK_KEY),
                    Code.CONFIG_VALUE_INVALID,
                    key.isEmpty() ? "names no column" : "names a column twice",
                    "Name the key's columns, each once: `[tenant, id]`.");
            return true;
        }
        if (export.flag(GROWING) && key.size() > 1) {
            findings.problem(
                    export.spot(CHUNK_KEY),
                    Code.CONFIG_MODE_SETTING_INVALID,
                    "has several columns: new rows do not always lie behind the last one by such a"
                            + " key, so `keyset_incremental` takes one column only",
                    "Name one column that grows, or remove `keyset_incremental`.");
            return true;
        }
        return false;
    }

    /// What is new is read with chunks of its own: a first run's are committed one by one, each in
    /// its own snapshot, and a later one has none.
    private void refuseIdle(Section export) {
        List<String> idle = new ArrayList<>(export.written(CHUNK_SIZE, CHUNK_MEMORY, DENSE));
        idle.addAll(export.written(CONSISTENCY));
        if (export.wrote(CHECKPOINT) && !export.flag(CHECKPOINT)) {
            idle.add(CHECKPOINT);
        }
        for (String key : idle) {
            findings.problem(
                    export.spot(key),
                    Code.CONFIG_MODE_SETTING_INVALID,
                    "has no meaning with `keyset_incremental: true`, which has chunks of its own",
                    "Remove `" + key + "`, or `keyset_incremental`.");
        }
    }

    private static Mode.Cut cut(Section export) {
        if (export.wrote(CHUNK_DAYS)) {
            return new Mode.Cut.Days((int) export.whole(CHUNK_DAYS).orElse(1));
        }
        if (export.wrote(CHUNK_COUNT)) {
            return new Mode.Cut.Count((int) export.whole(CHUNK_COUNT).orElse(1));
        }
        if (export.wrote(CHUNK_MEMORY)) {
            return new Mode.Cut.Megabytes(export.whole(CHUNK_MEMORY).orElse(1));
        }
        return new Mode.Cut.Rows(export.whole(CHUNK_SIZE).orElseThrow());
    }

    private boolean clashes(Section export) {
        List<Clash> found =
                CLASHES.stream()
                        .filter(each -> export.wrote(each.one()) && export.wrote(each.other()))
                        .toList();
        for (Clash each : found) {
            findings.problem(
                    export.spot(each.one()),
                    each.code(),
                    "`" + each.one() + "` and `" + each.other() + "` exclude each other",
                    "Keep one of the two.");
        }
        return !found.isEmpty();
    }

    /// The source knows how wide rows are of tables only.
    private boolean lacksTable(Section export) {
        boolean lacks = export.wrote(CHUNK_MEMORY) && !export.wrote("table");
        if (lacks) {
            findings.problem(
                    export.spot(CHUNK_MEMORY),
                    Code.CONFIG_MODE_SETTING_INVALID,
                    "needs `table`: nobody knows how wide the rows of a query are",
                    "Write `chunk_size`, a number of rows, instead of `chunk_size_memory_mb`.");
        }
        return lacks;
    }

    /// A query has no key that could be found out; a table may have one.
    private boolean lacksKey(Section export) {
        boolean needsName = export.wrote(CHUNK_DAYS) || !export.wrote("table");
        boolean growsWithoutKey = export.flag(GROWING) && !export.wrote(CHUNK_KEY);
        boolean named = export.wrote(CHUNK_COLUMN) || export.wrote(CHUNK_KEY);
        boolean lacks = growsWithoutKey || (needsName && !named);
        if (lacks) {
            findings.problem(
                    export.spot("mode"),
                    Code.CONFIG_KEY_MISSING,
                    "does not say by which column the rows are cut",
                    growsWithoutKey ? "Add `chunk_by_key:`." : "Add `chunk_column:`.");
        }
        return lacks;
    }
}
