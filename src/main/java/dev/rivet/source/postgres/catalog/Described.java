package dev.rivet.source.postgres.catalog;

import dev.rivet.source.postgres.query.SelectedTable;
import dev.rivet.source.postgres.query.SelectionKey;
import dev.rivet.source.postgres.type.ColumnPlan;
import dev.rivet.source.postgres.type.ResultColumn;
import dev.rivet.source.postgres.type.TextTrust;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a selection is, in the transaction that it is to be read in.
///
/// @param selected null for a query
/// @param announced the columns as the server announced them
/// @param columns how each of them is read
/// @param rowGuess null when there is none
/// @param position of the log, before the snapshot; null when that is not known
/// @param locked what the transaction has locked for it, checked
public record Described(
        String sql,
        @Nullable SelectedTable selected,
        List<ResultColumn> announced,
        List<ColumnPlan> columns,
        TextTrust trust,
        @Nullable Long rowGuess,
        @Nullable String position,
        LockedRelations locked) {
    public Described {
        announced = List.copyOf(announced);
        columns = List.copyOf(columns);
    }

    /// The selection as it stands behind `FROM`.
    String from() {
        return selected == null ? SelectionKey.fromQuery(sql) : selected.name();
    }

    public Optional<SelectedTable> table() {
        return Optional.ofNullable(selected);
    }
}
