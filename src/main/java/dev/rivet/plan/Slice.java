package dev.rivet.plan;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which rows of a selection are read. The source compares, in its own order; what it reads is
/// in no particular order.
public sealed interface Slice {
    /// Where it begins; empty for no lower edge.
    default Optional<Edge> lower() {
        return Optional.empty();
    }

    /// Where it ends; empty for no upper edge.
    default Optional<Edge> upper() {
        return Optional.empty();
    }

    /// The whole selection.
    record Everything() implements Slice {}

    /// Rows whose key lies between two edges; rows whose key is NULL lie in no such slice.
    ///
    /// @param from null for no lower edge
    /// @param to null for no upper edge
    record Between(Key key, @Nullable Edge from, @Nullable Edge to) implements Slice {
        @Override
        public Optional<Edge> lower() {
            return Optional.ofNullable(from);
        }

        @Override
        public Optional<Edge> upper() {
            return Optional.ofNullable(to);
        }
    }

    /// Rows whose key is NULL.
    record WithoutKey(Key key) implements Slice {}
}
