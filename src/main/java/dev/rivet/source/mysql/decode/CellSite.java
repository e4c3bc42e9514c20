package dev.rivet.source.mysql.decode;

import dev.rivet.config.OverrideText;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.Place;
import dev.rivet.diag.RivetException;
import dev.rivet.row.BatchBuilder;
import dev.rivet.row.Column;
import dev.rivet.row.ColumnBuilder;
import dev.rivet.row.Unrepresentable;
import dev.rivet.source.mysql.query.MySqlPlan;
import dev.rivet.source.mysql.type.SourceColumn;
import dev.rivet.source.mysql.type.TypeMapper;
import dev.rivet.source.mysql.type.ValuePolicy;

/// Where a cell's values go, and what happens to those that cannot go there.
record CellSite(
        BatchBuilder batch, int index, SourceColumn source, Column column, ValuePolicy policy) {
    static CellSite of(MySqlPlan plan, int index, BatchBuilder batch) {
        return new CellSite(
                batch,
                index,
                plan.columns().get(index),
                plan.schema().column(index),
                plan.policy());
    }

    ColumnBuilder builder() {
        return batch.column(index);
    }

    /// A zero or partial date. Returns when it is to become NULL, which is up to the caller.
    void noSuchDate(String value) {
        noPlace(value, policy.dates(), "text");
    }

    /// A value outside the column's type. Returns when it is to become NULL, too.
    void outside(String value, String override) {
        noPlace(value, policy.others(), override);
    }

    private void noPlace(String value, Unrepresentable choice, String override) {
        if (choice == Unrepresentable.NULL) {
            batch.countReplaced(index);
        } else {
            String message =
                    "column %s (%s) holds %s, which has no place in %s"
                            .formatted(
                                    column.name(),
                                    column.nativeType(),
                                    value,
                                    column.type().label());
            String action =
                    "Write `%s`, or set `on_unrepresentable: null`%s."
                            .formatted(
                                    OverrideText.of(column.name(), override),
                                    TypeMapper.isNatural(source, column.type())
                                            ? " or `on_unrepresentable: string`"
                                            : "");
            throw failure(message, action);
        }
    }

    /// A value that an override, or exactness, does not let pass.
    RivetException doesNotFit(String value, String override) {
        String message =
                "column %s (%s) holds %s, which does not fit %s"
                        .formatted(
                                column.name(), column.nativeType(), value, column.type().label());
        String action =
                "Write `%s`, or leave the row out in a query."
                        .formatted(OverrideText.of(column.name(), override));
        return failure(message, action);
    }

    private RivetException failure(String message, String action) {
        return Diagnostic.of(Code.SOURCE_VALUE_UNREPRESENTABLE, message, action)
                .at(Place.column(column.name()))
                .toException();
    }
}
