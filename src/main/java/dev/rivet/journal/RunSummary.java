package dev.rivet.journal;

import dev.rivet.diag.Diagnostic;
import dev.rivet.row.SchemaChange;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One run, folded: what cards, reports, metrics and the aggregate show. What ran, by which way
/// and how hard; how much it moved; what was found; what was spent; how it ended.
///
/// @param volume with the files that readers can see
public record RunSummary(
        Identity run,
        Route route,
        Tuning tuning,
        Volume volume,
        Findings findings,
        Spent spent,
        Ending ending) {
    public Outcome outcome() {
        return ending.outcome();
    }

    /// Why it did not deliver, placed in its export.
    public Optional<Diagnostic> failed() {
        return ending.failed().map(each -> each.at(each.place().inExport(run.exportName())));
    }

    /// What ran.
    ///
    /// @param mode how much of its selection the export reads in a run: `full`
    public record Identity(RunId id, String exportName, String mode) {}

    /// From where to where.
    ///
    /// @param sourceEngine the source's product: `postgres`, `mysql`
    /// @param readPath how the rows were read; null when it did not come to that
    /// @param destinationKind `local`, `stdout`
    /// @param output where the files are, as a URI; null where there is no such place
    public record Route(
            String sourceEngine,
            @Nullable String readPath,
            String destinationKind,
            @Nullable String output,
            FileKind files) {}

    /// How hard the source was pressed.
    ///
    /// @param profile for people: `balanced (default)`, `fast`
    /// @param batchRows most rows of a batch; 0 when that is not known
    public record Tuning(String profile, int batchRows) {}

    /// What came to light on the way.
    ///
    /// @param validated whether the files hold what was written to them; null when no validation
    ///     was asked for
    /// @param schemaChanges since the last success; null when there was nothing to compare with
    /// @param replaced values that became NULL under `on_unrepresentable: null`, by column
    /// @param warnings for people, in the order they were given
    /// @param reach how far it came
    public record Findings(
            @Nullable Boolean validated,
            @Nullable List<SchemaChange> schemaChanges,
            Map<String, Long> replaced,
            List<String> warnings,
            Reach reach) {
        public Findings {
            schemaChanges = schemaChanges == null ? null : List.copyOf(schemaChanges);
            replaced = Collections.unmodifiableMap(new LinkedHashMap<>(replaced));
            warnings = List.copyOf(warnings);
        }

        /// Since the last success; null when there was nothing to compare with.
        public @Nullable Boolean schemaChanged() {
            return schemaChanges == null ? null : !schemaChanges.isEmpty();
        }
    }

    /// How far a run came that does not read everything in one go.
    ///
    /// @param cursor up to where it read, for people; null where it keeps none
    /// @param chunksKept that are committed, and that the next run need not read when this one
    ///     failed
    public record Reach(@Nullable String cursor, int chunksKept) {
        public static final Reach NONE = new Reach(null, 0);
    }

    /// What the run took: time, attempts and memory.
    ///
    /// @param retries attempts after the first one
    /// @param peakRssBytes the process's largest resident size; null when the platform does not
    ///     tell
    public record Spent(
            Instant startedAt, Instant finishedAt, int retries, @Nullable Long peakRssBytes) {
        public Duration duration() {
            return Duration.between(startedAt, finishedAt);
        }
    }
}
