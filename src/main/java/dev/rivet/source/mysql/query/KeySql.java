package dev.rivet.source.mysql.query;

import dev.rivet.config.Selection;
import dev.rivet.plan.Slice;
import java.util.Optional;

/// The statements that ask for keys, each for one row of one column unless it says more.
///
/// @param from ` FROM …`, by the key's index where there is one
/// @param anyWay the same by whatever index serves best
/// @param indexed whether the ends of the keys are found at once
public record KeySql(SliceKey key, String from, String anyWay, boolean indexed) {
    public static KeySql of(Selection selection, KeyAccess access) {
        Optional<IndexOrder> index = access.index();
        return selection instanceof Selection.Table table && index.isPresent()
                ? new KeySql(
                        access.key(),
                        Sql.from(table, index.get().index()),
                        Sql.from(selection),
                        true)
                : new KeySql(access.key(), Sql.from(selection), Sql.from(selection), false);
    }

    /// The lowest key of a slice, as text; no row, or NULL, when it has none.
    public String lowest(Slice.Between slice) {
        return end(slice, "MIN", "");
    }

    /// The highest one.
    public String highest(Slice.Between slice) {
        return end(slice, "MAX", " DESC");
    }

    /// The lowest and the highest of all keys, as two columns of one row; NULL when there is none.
    public String ends() {
        Slice.Between all = new Slice.Between(key.key(), null, null);
        return isSorted()
                ? "SELECT (" + lowest(all) + "), (" + highest(all) + ")"
                : "SELECT "
                        + key.text("MIN(" + key.expression() + ")")
                        + ", "
                        + key.text("MAX(" + key.expression() + ")")
                        + from;
    }

    /// The highest key of one slice and the lowest of another, as two columns of one row.
    public String gap(Slice.Between below, Slice.Between above) {
        return "SELECT (" + highest(below) + "), (" + lowest(above) + ")";
    }

    /// Whether some row has no key: 1 or 0.
    public String hasNulls() {
        return "SELECT EXISTS (SELECT 1" + from + " WHERE " + withoutKey() + ")";
    }

    private String withoutKey() {
        return indexed ? key.expression() + " IS NULL" : key.isNull();
    }

    /// The same as the highest one, and as a second column 1, or 0 when its text, sent back, would
    /// be another key.
    public String top(Slice.Between slice) {
        return topOf(rest(slice, " DESC"));
    }

    private String topOf(String rest) {
        return kept(indexed ? key.expression() : "MAX(" + key.expression() + ")") + rest;
    }

    private String kept(String expression) {
        return "SELECT " + key.text(expression) + ", " + key.keepsText(expression);
    }

    /// The same as the lowest of a slice, of rows of which something else is true as well, found
    /// by whatever index is best for that; the second column as of [#top].
    ///
    /// @param condition SQL
    public String lowestOf(Slice.Between slice, String condition) {
        return kept("MIN(" + key.expression() + ")") + anyWay + where(slice, condition);
    }

    /// The same as [#top], of rows of which something else is true as well.
    ///
    /// @param condition SQL
    public String highestOf(Slice.Between slice, String condition) {
        return topOf(from + where(slice, condition) + order(" DESC"));
    }

    private String where(Slice.Between slice, String condition) {
        return SliceFilter.of(key, slice)
                .map(each -> " WHERE " + each + " AND " + condition)
                .orElse(" WHERE " + condition);
    }

    private String order(String direction) {
        return isSorted() ? " ORDER BY " + key.sorted(direction) + " LIMIT 1" : "";
    }

    /// Of rows there is no `MIN`.
    private boolean isSorted() {
        return indexed || key.isRow();
    }

    private String end(Slice.Between slice, String function, String direction) {
        String end = isSorted() ? key.text() : key.text(function + "(" + key.expression() + ")");
        return "SELECT " + end + rest(slice, direction);
    }

    private String rest(Slice.Between slice, String direction) {
        String where = SliceFilter.of(key, slice).map(each -> " WHERE " + each).orElse("");
        return from + where + order(direction);
    }

    /// How many rows have no key, counted up to so many.
    public String countNulls(long most) {
        return "SELECT COUNT(*) FROM (SELECT 1"
                + from
                + " WHERE "
                + withoutKey()
                + " LIMIT "
                + most
                + ") AS _rivet_keyless";
    }

    /// Has the server guess how many rows are in a slice; of its answer, `rows` says it. Only
    /// where there is an index.
    public String guess(Slice.Between slice) {
        return "EXPLAIN FORMAT=TRADITIONAL SELECT 1"
                + from
                + " WHERE "
                + SliceFilter.of(key, slice).orElse("TRUE");
    }
}
