package dev.rivet.source.mysql.query;

import dev.rivet.plan.HighWater.Access;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How a selection's rows are found by a key.
///
/// @param byKey an index that has the rows in the key's order; null when there is none
/// @param byPrimary a unique index over columns that are never NULL; null when there is none
/// @param unique no two rows have the same key
public record KeyAccess(
        SliceKey key, @Nullable IndexOrder byKey, @Nullable IndexOrder byPrimary, boolean unique) {
    public Optional<IndexOrder> index() {
        return Optional.ofNullable(byKey);
    }

    Optional<IndexOrder> primary() {
        return Optional.ofNullable(byPrimary);
    }

    public Access access() {
        return byKey == null ? Access.SCAN : Access.INDEX;
    }
}
