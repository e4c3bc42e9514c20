package dev.rivet.source.postgres;

import dev.rivet.config.Tuning;
import dev.rivet.row.RowSchema;
import dev.rivet.source.ReadPlan;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// A described selection.
///
/// @param announced the columns as the server announced them
/// @param rowGuess null when there is none
record PostgresReadPlan(
        RowSchema schema,
        String sql,
        ReadPath readPath,
        List<ResultColumn> announced,
        List<ColumnPlan> columns,
        TextTrust trust,
        Tuning tuning,
        @Nullable Long rowGuess)
        implements ReadPlan {
    PostgresReadPlan {
        announced = List.copyOf(announced);
        columns = List.copyOf(columns);
    }

    @Override
    public OptionalLong estimatedRows() {
        return rowGuess == null ? OptionalLong.empty() : OptionalLong.of(rowGuess);
    }

    @Override
    public String path() {
        return readPath.label();
    }

    List<WireFormat> formats() {
        return columns.stream().map(column -> column.choice().format()).toList();
    }
}
