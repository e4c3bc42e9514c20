package dev.rivet.source.postgres.type;

import dev.rivet.config.OverrideText;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.Place;
import dev.rivet.diag.RivetException;
import dev.rivet.row.Column;
import dev.rivet.row.ColumnBuilder;
import dev.rivet.row.Unrepresentable;

/// What happens to the values of one column that have no place in its type.
public final class Misfits {
    private final Column column;
    private final Unrepresentable policy;
    private final TypeOrigin origin;
    private final ArrayBounds bounds;
    private final Runnable replaced;
    private final Runnable rebased;

    /// The policies of one column.
    ///
    /// @param replaced called for each value that became NULL
    /// @param rebased called for each array whose index began elsewhere
    public Misfits(ColumnPlan plan, Runnable replaced, Runnable rebased) {
        this.column = plan.column();
        this.policy = plan.policy();
        this.origin = plan.origin();
        this.bounds = plan.bounds();
        this.replaced = replaced;
        this.rebased = rebased;
    }

    /// Appends NULL and counts it, if the user chose that; fails otherwise.
    public void replace(ColumnBuilder builder, String value) {
        if (policy != Unrepresentable.NULL) {
            throw unrepresentable(
                    value,
                    "Set `on_unrepresentable: null` (NULL, counted)"
                            + (origin == TypeOrigin.SOURCE
                                    ? " or `on_unrepresentable: string` (text)"
                                    : "")
                            + ", or write "
                            + override("text")
                            + ".");
        }
        builder.appendNull();
        replaced.run();
    }

    /// An array whose index begins elsewhere than at 1: its elements are kept.
    public void rebase(int lowerBound) {
        if (bounds == ArrayBounds.REFUSED) {
            throw unrepresentable(
                    "an array whose index begins at " + lowerBound,
                    "Write " + override("text") + ", which keeps the index.");
        }
        rebased.run();
    }

    /// For values that are never dropped, whatever the policy.
    public RivetException refuse(String value) {
        return unrepresentable(
                value,
                "Write "
                        + override("text")
                        + " or a type that holds the value, or cast the column in a query.");
    }

    /// For text of a database that does not know its encoding: as text it is never exact.
    public RivetException refuseBytes() {
        return unrepresentable(
                "bytes that are not valid UTF-8",
                "Write "
                        + override("binary")
                        + ", which keeps the bytes; or convert them in a query, for example from"
                        + " Latin-1: `"
                        + fromLatin1(Identifiers.quote(column.name()))
                        + "`.");
    }

    private static String fromLatin1(String column) {
        return "convert_from(convert(convert_to("
                + column
                + "::text, 'SQL_ASCII'), 'LATIN1', 'UTF8'), 'SQL_ASCII')";
    }

    private String override(String type) {
        return "`" + OverrideText.of(column.name(), type) + "`";
    }

    public RivetException refuseArray(int dimensions) {
        return unrepresentable(
                "an array of " + dimensions + " dimensions",
                "Write " + override("text") + ", or flatten it in a query.");
    }

    private RivetException unrepresentable(String value, String action) {
        return Diagnostic.of(
                        Code.SOURCE_VALUE_UNREPRESENTABLE,
                        "Column \""
                                + column.name()
                                + "\" ("
                                + column.nativeType()
                                + ") holds "
                                + value
                                + ", which has no place in "
                                + column.type().label()
                                + ".",
                        action)
                .at(Place.column(column.name()))
                .toException();
    }

    /// A value beyond `max_value_mb`.
    public static RivetException tooLarge(String column, int length, long limit) {
        return Diagnostic.of(
                        Code.SOURCE_VALUE_TOO_LARGE,
                        "Column \""
                                + column
                                + "\" holds a value of "
                                + length
                                + " bytes, more than the "
                                + limit
                                + " that are allowed.")
                .at(Place.column(column))
                .toException();
    }
}
