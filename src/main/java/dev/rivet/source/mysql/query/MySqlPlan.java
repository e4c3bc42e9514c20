package dev.rivet.source.mysql.query;

import dev.rivet.config.Selection;
import dev.rivet.config.Tuning;
import dev.rivet.row.RowSchema;
import dev.rivet.source.ReadPlan;
import dev.rivet.source.mysql.type.SourceColumn;
import dev.rivet.source.mysql.type.ValuePolicy;
import dev.rivet.source.mysql.wire.WireColumn;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// A described selection.
///
/// @param columns what the schema's columns are read from, in the same order
/// @param pageKey what to page by; null to read with one statement
/// @param size what the catalog knows of the rows
public record MySqlPlan(
        Selection selection,
        RowSchema schema,
        List<SourceColumn> columns,
        @Nullable PageKey pageKey,
        TableStats size,
        ReadPath readPath,
        ValuePolicy policy,
        Tuning tuning)
        implements ReadPlan {
    public MySqlPlan {
        columns = List.copyOf(columns);
    }

    /// Of the columns that a statement brings, those of the selection.
    ///
    /// @param trail what follows the keys of its rows; null when nothing does
    public List<WireColumn> selected(List<WireColumn> running, @Nullable KeyTrail trail) {
        long apart =
                trail == null ? 0 : trail.columns().stream().filter(PageKey::comesApart).count();
        return running.subList(0, Math.max(0, running.size() - (int) apart));
    }

    /// Whether all of it is read in more than one statement.
    boolean isInPieces() {
        return pageKey != null;
    }

    List<WireColumn> wireColumns() {
        return columns.stream().map(SourceColumn::wire).toList();
    }

    List<String> columnNames() {
        return columns.stream().map(SourceColumn::name).toList();
    }

    /// Whether reading by the other plan reads what this one describes.
    public boolean reads(MySqlPlan other) {
        return columns.equals(other.columns)
                && schema.equals(other.schema)
                && Objects.equals(pageKey, other.pageKey)
                && size.engine().equals(other.size.engine());
    }

    @Override
    public OptionalLong estimatedRows() {
        return size.rows();
    }

    @Override
    public String sql() {
        return switch (selection) {
            case Selection.Table table -> sql(table);
            case Selection.Query query -> query.sql();
        };
    }

    private String sql(Selection.Table table) {
        if (pageKey == null) {
            return Sql.columns(table, columnNames());
        }
        return pageKey.isInteger()
                ? Sql.range(table, columnNames(), pageKey)
                : Sql.nextPage(table, columnNames(), pageKey);
    }

    @Override
    public Optional<String> position() {
        return readPath.position();
    }

    @Override
    public String path() {
        return readPath.text();
    }
}
