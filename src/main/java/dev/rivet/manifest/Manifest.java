package dev.rivet.manifest;

import dev.rivet.journal.FileKind;
import dev.rivet.journal.Outcome;
import dev.rivet.journal.RunId;
import dev.rivet.plan.ExportPlan;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What one run delivered; version 1 of `manifest.json`.
///
/// @param replaced values that became NULL because their type has no place for them, by column
/// @param rowHash null when there is no such column
/// @param checksums over the values of each column; null when there are none
public record Manifest(
        RunRef run,
        SourceRef source,
        DestinationRef destination,
        Files files,
        List<Replaced> replaced,
        @Nullable RowHash rowHash,
        @Nullable Checksums checksums) {
    public Manifest {
        replaced = List.copyOf(replaced);
    }

    /// One delivery of several, which have the same columns: their files in order, numbered anew,
    /// and sums over all of them. What they were read as of stays with each part.
    ///
    /// @param pieces at least one, of one run
    public static Manifest joined(List<Manifest> pieces, Instant finishedAt, String consistency) {
        return ManifestPieces.joined(pieces, finishedAt, consistency);
    }

    /// Which run it was, and how it ended.
    public record RunRef(
            RunId id, String exportName, Instant startedAt, Instant finishedAt, Outcome outcome) {}

    /// Where the rows came from.
    ///
    /// @param database null when it is not known
    /// @param consistency what the rows have in common, for example `one snapshot`
    public record SourceRef(
            String engine,
            @Nullable String database,
            @Nullable String schema,
            @Nullable String table,
            Extraction extraction,
            String consistency) {}

    /// Which rows of the source.
    ///
    /// @param strategy the mode: `full`, `incremental`
    /// @param progress null unless it was only what is new
    public record Extraction(String strategy, ExportPlan.@Nullable Progress progress) {
        public Optional<ExportPlan.Progress> range() {
            return Optional.ofNullable(progress);
        }
    }

    /// Where the files are.
    public record DestinationRef(String kind, String uri) {}

    /// The files, all with the same columns.
    ///
    /// @param schemaFingerprint `xxh3:` and 16 hex digits over the sorted column names and types
    public record Files(FileKind kind, String schemaFingerprint, List<Part> parts) {
        public Files {
            parts = List.copyOf(parts);
        }

        public long rowCount() {
            return parts.stream().mapToLong(Part::rows).sum();
        }
    }

    /// Values that became NULL.
    public record Replaced(String column, long values) {}

    /// How the row hash column was made.
    ///
    /// @param render names the way values were turned into bytes; never reused after a change
    public record RowHash(String column, List<String> covered, String render) {
        public RowHash {
            covered = List.copyOf(covered);
        }
    }

    /// Order-free sums over the values of each column, for a reader to compare.
    ///
    /// @param render names the way values were turned into sums; never reused after a change
    public record Checksums(String render, List<ColumnChecksum> columns) {
        public Checksums {
            columns = List.copyOf(columns);
        }
    }

    /// The sum of one column.
    ///
    /// @param sum all 64 bits count: unsigned
    public record ColumnChecksum(String name, long sum) {}
}
