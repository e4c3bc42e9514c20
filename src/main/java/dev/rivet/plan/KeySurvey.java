package dev.rivet.plan;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// What a source knows of a key's values, without reading the rows.
///
/// @param type of the key
/// @param lowest null when no row has a key
/// @param highest null when no row has a key
/// @param traits what kind of key it is
/// @param rows the catalog's guess; null when it has none
/// @param rowBytes of a row as it is kept, by the catalog; null when that is not known
/// @param samples keys of real rows or bounds between them, ascending in the source's order, all
///     different, that cut the rows into shares of about the same size; none when the source
///     knows nothing
public record KeySurvey(
        KeyType type,
        @Nullable KeyValue lowest,
        @Nullable KeyValue highest,
        Traits traits,
        @Nullable Long rows,
        @Nullable Long rowBytes,
        List<KeyValue> samples) {
    public KeySurvey {
        samples = List.copyOf(samples);
    }

    /// What kind of key it is.
    ///
    /// @param unique no two rows have the same one
    /// @param hasNulls some row has none
    public record Traits(HighWater.Access access, boolean unique, boolean hasNulls) {}

    public Optional<KeyValue> first() {
        return Optional.ofNullable(lowest);
    }

    public Optional<KeyValue> last() {
        return Optional.ofNullable(highest);
    }

    public OptionalLong averageRowBytes() {
        return rowBytes == null ? OptionalLong.empty() : OptionalLong.of(rowBytes);
    }

    public OptionalLong estimatedRows() {
        return rows == null ? OptionalLong.empty() : OptionalLong.of(rows);
    }
}
