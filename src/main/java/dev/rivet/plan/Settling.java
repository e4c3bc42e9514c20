package dev.rivet.plan;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.Place;
import dev.rivet.diag.RivetException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/// How old rows must be, by a column that is not their cursor. A row whose column is NULL, or not
/// finite, is old enough.
///
/// @param column that tells a row's age
/// @param after the age
public record Settling(Key column, Duration after) {
    /// The rows that are too young, as a slice by [#column].
    ///
    /// @param type the column's
    /// @param now by the source's clock
    /// @throws RivetException `CONFIG_SETTLE_COLUMN_NOT_TEMPORAL`
    public Slice.Between young(KeyType type, Instant now) {
        KeyValue least =
                KeyTimes.of(type, now.minus(after))
                        .orElseThrow(() -> refusal(type.label()).toException());
        return new Slice.Between(column, Edge.including(least), null);
    }

    /// What looks the column up.
    ///
    /// @throws RivetException `CONFIG_SETTLE_COLUMN_NOT_TEMPORAL` where it has no order at all,
    ///     and whatever else the search fails with
    public <T> T found(Supplier<T> search) {
        try {
            return search.get();
        } catch (RivetException failure) {
            throw failure.diagnostic().code() == Code.SOURCE_KEYSET_KEY_UNORDERED
                    ? refusal("of a type without an order").toException(failure)
                    : failure;
        }
    }

    private Diagnostic refusal(String type) {
        return notTemporal(column, type).at(Place.column(column.display()));
    }

    /// @param type of the column, for people
    static Diagnostic notTemporal(Key column, String type) {
        return Diagnostic.of(
                Code.CONFIG_SETTLE_COLUMN_NOT_TEMPORAL,
                "`settle` waits until rows are old enough, and "
                        + column.display()
                        + " ("
                        + type
                        + ") does not tell how old they are");
    }
}
