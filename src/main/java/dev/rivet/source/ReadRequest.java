package dev.rivet.source;

import dev.rivet.config.Selection;
import dev.rivet.config.Tuning;
import dev.rivet.row.LogicalType;
import dev.rivet.row.Unrepresentable;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What to read and how to treat it.
///
/// @param overrides column name to wanted type
/// @param onUnrepresentable the user's policy; null for the defaults (NULL for MySQL zero
///     dates, FAIL for everything else)
public record ReadRequest(
        Selection selection,
        Map<String, LogicalType> overrides,
        @Nullable Unrepresentable onUnrepresentable,
        Tuning tuning) {
    public Optional<Unrepresentable> policy() {
        return Optional.ofNullable(onUnrepresentable);
    }
}
