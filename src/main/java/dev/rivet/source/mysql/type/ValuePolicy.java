package dev.rivet.source.mysql.type;

import dev.rivet.row.Unrepresentable;
import org.jspecify.annotations.Nullable;

/// What happens to values that have no place in their type.
///
/// @param dates for zero and partial dates
/// @param others for everything else
public record ValuePolicy(Unrepresentable dates, Unrepresentable others) {
    public static ValuePolicy of(@Nullable Unrepresentable wish) {
        return wish == null
                ? new ValuePolicy(Unrepresentable.NULL, Unrepresentable.FAIL)
                : new ValuePolicy(wish, wish);
    }

    /// Whether columns that may hold such values are to become text.
    boolean prefersText() {
        return others == Unrepresentable.STRING;
    }
}
