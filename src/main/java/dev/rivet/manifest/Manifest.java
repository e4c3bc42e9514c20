package dev.rivet.manifest;

import dev.rivet.journal.Outcome;
import dev.rivet.journal.RunId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What one run delivered; version 1 of `manifest.json`.
///
/// @param schemaFingerprint `xxh3:` and 16 hex digits over the sorted column names and types
/// @param replaced values that became NULL because their type has no place for them, by column
/// @param checksums over the values of each column; null when there are none
public record Manifest(
        RunId runId,
        String exportName,
        Instant startedAt,
        Instant finishedAt,
        Outcome outcome,
        SourceRef source,
        DestinationRef destination,
        String format,
        String compression,
        String schemaFingerprint,
        List<Part> parts,
        List<Replaced> replaced,
        @Nullable RowHash rowHash,
        @Nullable Checksums checksums) {
    public Manifest {
        parts = List.copyOf(parts);
        replaced = List.copyOf(replaced);
    }

    public long rowCount() {
        return parts.stream().mapToLong(Part::rows).sum();
    }

    public Optional<RowHash> hash() {
        return Optional.ofNullable(rowHash);
    }

    /// Where the rows came from.
    ///
    /// @param consistency what the rows have in common, for example `one snapshot`
    public record SourceRef(
            String engine,
            @Nullable String schema,
            @Nullable String table,
            String strategy,
            String consistency) {}

    public record DestinationRef(String kind, String uri) {}

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
