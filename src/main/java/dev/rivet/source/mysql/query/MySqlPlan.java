package dev.rivet.source.mysql.query;

import dev.rivet.config.Selection;
import dev.rivet.config.Tuning;
import dev.rivet.row.RowSchema;
import dev.rivet.source.ReadPlan;
import dev.rivet.source.mysql.type.SourceColumn;
import dev.rivet.source.mysql.type.ValuePolicy;
import java.util.List;
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
        String sql,
        ValuePolicy policy,
        Tuning tuning)
        implements ReadPlan {
    public MySqlPlan {
        columns = List.copyOf(columns);
    }

    List<String> columnNames() {
        return columns.stream().map(SourceColumn::name).toList();
    }

    @Override
    public OptionalLong estimatedRows() {
        return size.rows();
    }

    @Override
    public String path() {
        return readPath.text();
    }
}
