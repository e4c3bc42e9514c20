package dev.rivet.config;

import dev.rivet.row.LogicalType;
import dev.rivet.row.Unrepresentable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// One export, with everything that is merged from source and profile already merged in.
public record ExportConfig(
        String name,
        Selection selection,
        Mode mode,
        Columns columns,
        Files files,
        DestinationConfig destination,
        Tuning tuning,
        Retries retries) {
    /// One partition of this export, as an export of its own.
    ///
    /// @param label of the partition
    public ExportConfig part(String label, Mode.Partition rows, DestinationConfig folder) {
        return new ExportConfig(
                partName(label),
                selection,
                rows,
                columns,
                new Files(files.format(), files.maxBytes(), files.noRows(), files.history(), null),
                folder,
                tuning,
                retries);
    }

    /// What a partition is called as an export of its own.
    public String partName(String label) {
        return name + "__" + label;
    }

    /// What columns the rows have.
    ///
    /// @param overrides column name to the type that the user wants for it
    /// @param onUnrepresentable what the user wrote, for this export or for its source; null
    ///     when neither
    /// @param meta those that rivet adds
    public record Columns(
            Map<String, LogicalType> overrides,
            @Nullable Unrepresentable onUnrepresentable,
            MetaColumns meta) {
        public Columns {
            overrides = Collections.unmodifiableMap(new LinkedHashMap<>(overrides));
        }

        public Optional<Unrepresentable> unrepresentable() {
            return Optional.ofNullable(onUnrepresentable);
        }
    }

    /// What files hold the rows.
    ///
    /// @param maxBytes cut files at this size; null for never
    /// @param noRows what is delivered when there are no rows
    /// @param history what becomes of the files of earlier runs
    /// @param partition by what the rows are spread over folders; null for one folder
    public record Files(
            OutputFormat format,
            @Nullable Long maxBytes,
            NoRows noRows,
            History history,
            @Nullable PartitionBy partition) {
        public Optional<PartitionBy> partitionBy() {
            return Optional.ofNullable(partition);
        }

        public OptionalLong max() {
            return maxBytes == null ? OptionalLong.empty() : OptionalLong.of(maxBytes);
        }
    }
}
