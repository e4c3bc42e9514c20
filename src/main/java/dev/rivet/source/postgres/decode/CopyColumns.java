package dev.rivet.source.postgres.decode;

import dev.rivet.source.postgres.type.ColumnPlan;
import dev.rivet.source.postgres.type.Identifiers;
import dev.rivet.source.postgres.type.Oids;
import dev.rivet.source.postgres.type.PgType;
import dev.rivet.source.postgres.type.ResultColumn;
import dev.rivet.source.postgres.wire.WireFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The columns of a table as `COPY … (FORMAT BINARY)` is to send them. It has no text form for
/// single columns as a portal has: where the plan wants the server's text and the type's binary
/// form is another, the type's own output function makes it. (A cast to text would not do: it cuts
/// the blanks of `char(n)` and adds the mask to an `inet`.)
///
/// @param types by oid, those of all columns
public record CopyColumns(
        List<ResultColumn> announced, Map<Long, PgType> types, List<ColumnPlan> columns) {
    /// One expression for each column; empty when the user may not call a function that one needs.
    public Optional<List<String>> list() {
        List<String> list = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Optional<String> expression = expression(i);
            if (expression.isEmpty()) {
                return Optional.empty();
            }
            list.add(expression.get());
        }
        return Optional.of(list);
    }

    private Optional<String> expression(int i) {
        ResultColumn column = announced.get(i);
        PgType type = types.get(column.typeOid());
        String name = Identifiers.quote(column.name());
        if (type == null || columns.get(i).choice().format() == WireFormat.BINARY || isSame(type)) {
            return Optional.of(name);
        }
        return Optional.ofNullable(type.output())
                .map(output -> "pg_catalog.textin(" + output + "(" + name + "))");
    }

    /// Whether the binary form of the type is its text.
    private static boolean isSame(PgType type) {
        return type.isEnum()
                || switch ((int) type.oid()) {
                    case Oids.TEXT, Oids.VARCHAR, Oids.BPCHAR, Oids.NAME, Oids.JSON -> true;
                    default -> false;
                };
    }
}
