package dev.rivet.source.mysql.query;

import dev.rivet.source.mysql.type.Identifiers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The order in which an index has a table's rows: its columns, and behind them those of the
/// primary key that are not among them, so that no two rows are equal.
///
/// @param columns the last one is never NULL
public record IndexOrder(String index, List<SeekColumn> columns) {
    public IndexOrder {
        columns = List.copyOf(columns);
    }

    /// The order of rows that all have NULL in the first column.
    Optional<IndexOrder> withoutFirst() {
        return columns.size() > 1
                ? Optional.of(new IndexOrder(index, columns.subList(1, columns.size())))
                : Optional.empty();
    }

    List<PageKey> keys() {
        return columns.stream().map(SeekColumn::key).toList();
    }

    /// ` ORDER BY …`, which the index gives without sorting.
    String orderBy() {
        return columns.stream()
                .map(each -> quoted(each) + (each.descending() ? " DESC" : ""))
                .collect(Collectors.joining(", ", " ORDER BY ", ""));
    }

    private static String quoted(SeekColumn column) {
        return Identifiers.quote(column.key().column());
    }

    /// Rows that come after one, in this order. Written so that the server finds one range of the
    /// index for it; it does not for a comparison of rows.
    ///
    /// @param itself whether that row is one of them
    Operand after(List<Operand> row, boolean itself) {
        return compared(row, 0, new Side(false, itself));
    }

    /// Rows that come before one, and that one.
    Operand upTo(List<Operand> row) {
        return compared(row, 0, new Side(true, true));
    }

    private record Side(boolean before, boolean itself) {}

    private Operand compared(List<Operand> row, int at, Side side) {
        SeekColumn column = columns.get(at);
        boolean less = column.descending() != side.before();
        if (at == columns.size() - 1) {
            String operator = (less ? " <" : " >") + (side.itself() ? "= " : " ");
            return Operand.of(quoted(column) + operator, row.get(at));
        }
        Operand inside = compared(row, at + 1, side);
        List<Operand> ways = new ArrayList<>();
        beyond(column, row.get(at), less).ifPresent(ways::add);
        Operand same =
                row.get(at).isNull()
                        ? Operand.of(quoted(column) + " IS NULL")
                        : Operand.of(quoted(column) + " = ", row.get(at));
        ways.add(Operand.joined(" AND ", List.of(same, inside)));
        return ways.size() == 1 ? ways.getFirst() : Operand.joined(" OR ", ways);
    }

    /// NULL lies before everything, or in a descending index behind it.
    private static Optional<Operand> beyond(SeekColumn column, Operand value, boolean less) {
        if (value.isNull()) {
            return less
                    ? Optional.empty()
                    : Optional.of(Operand.of(quoted(column) + " IS NOT NULL"));
        }
        Operand beyond = Operand.of(quoted(column) + (less ? " < " : " > "), value);
        return Optional.of(
                less && column.nullable()
                        ? Operand.joined(
                                " OR ", List.of(beyond, Operand.of(quoted(column) + " IS NULL")))
                        : beyond);
    }
}
