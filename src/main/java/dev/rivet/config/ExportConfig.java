package dev.rivet.config;

import dev.rivet.row.LogicalType;
import dev.rivet.row.Unrepresentable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// One export, with everything that is merged from source and profile already merged in.
///
/// @param overrides column name to the type that the user wants for it
/// @param onUnrepresentable what the user wrote, for this export or for its source; null
///     when neither
/// @param maxFileBytes cut files at this size; null for never
public record ExportConfig(
        String name,
        Selection selection,
        Mode mode,
        OutputFormat format,
        Map<String, LogicalType> overrides,
        @Nullable Unrepresentable onUnrepresentable,
        MetaColumns metaColumns,
        @Nullable Long maxFileBytes,
        boolean skipEmpty,
        DestinationConfig destination,
        Tuning tuning) {
    public ExportConfig {
        overrides = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(overrides));
    }

    public OptionalLong maxFile() {
        return maxFileBytes == null ? OptionalLong.empty() : OptionalLong.of(maxFileBytes);
    }

    public Optional<Unrepresentable> unrepresentable() {
        return Optional.ofNullable(onUnrepresentable);
    }
}
