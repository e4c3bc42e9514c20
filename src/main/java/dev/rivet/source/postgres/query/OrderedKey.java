package dev.rivet.source.postgres.query;

import dev.rivet.plan.Key;
import dev.rivet.plan.KeyType;
import dev.rivet.plan.KeyValue;
import dev.rivet.plan.Slice;

/// A key of a selection, as the server has it in order. Everything that it becomes in SQL is
/// qualified, and every value a literal.
public sealed interface OrderedKey permits SelectionKey, RowKey {
    Key key();

    /// The selection, as it stands behind `FROM`.
    String from();

    KeyType type();

    /// The key of a row as text that [#value] understands.
    String text();

    /// A key of a row.
    ///
    /// @param written as the server wrote [#text]
    KeyValue value(String written);

    /// What stands behind `ORDER BY`.
    ///
    /// @param direction as `DESC NULLS LAST`
    String sorted(String direction);

    /// The condition of a slice.
    String condition(Slice slice);

    /// Whether a row's key is one that no slice between edges has.
    String without();

    /// Whether there may be rows of which [#without] is true.
    boolean mayBeWithout();

    /// All rows of a slice.
    ///
    /// @param columns as they stand behind `SELECT`
    default String select(String columns, Slice slice) {
        return "SELECT " + columns + " FROM " + from() + " WHERE " + condition(slice);
    }
}
