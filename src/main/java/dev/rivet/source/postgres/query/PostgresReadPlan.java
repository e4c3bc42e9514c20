package dev.rivet.source.postgres.query;

import dev.rivet.config.Tuning;
import dev.rivet.row.RowSchema;
import dev.rivet.source.ReadPlan;
import dev.rivet.source.postgres.type.ColumnPlan;
import dev.rivet.source.postgres.type.ResultColumn;
import dev.rivet.source.postgres.type.TextTrust;
import dev.rivet.source.postgres.wire.WireFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A described selection.
///
/// @param announced the columns as the server announced them
public record PostgresReadPlan(
        RowSchema schema,
        String sql,
        ReadPath readPath,
        List<ResultColumn> announced,
        List<ColumnPlan> columns,
        TextTrust trust,
        Tuning tuning,
        Prospect prospect)
        implements ReadPlan {
    public PostgresReadPlan {
        announced = List.copyOf(announced);
        columns = List.copyOf(columns);
    }

    @Override
    public OptionalLong estimatedRows() {
        Long rows = prospect.rows();
        return rows == null ? OptionalLong.empty() : OptionalLong.of(rows);
    }

    @Override
    public List<String> caveats() {
        return prospect.caveats();
    }

    @Override
    public Optional<String> position() {
        return Optional.ofNullable(prospect.position());
    }

    @Override
    public String path() {
        return readPath.label();
    }

    public List<WireFormat> formats() {
        return columns.stream().map(column -> column.choice().format()).toList();
    }
}
