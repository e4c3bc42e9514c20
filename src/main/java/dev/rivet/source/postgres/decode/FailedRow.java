package dev.rivet.source.postgres.decode;

import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.RivetException;
import dev.rivet.source.postgres.type.ColumnPlan;
import dev.rivet.source.postgres.wire.Window;
import java.util.List;
import java.util.stream.Collectors;

/// The row of a value that could not be taken. Looked for only then: columns are decoded many rows
/// at a time, by loops that do not count.
record FailedRow(List<ColumnPlan> columns, RowScan scan, Window window) {
    /// The failure, with the row's key where there is one.
    ///
    /// @param loop of the column that failed; what it appends to is not used any more
    RivetException located(RivetException failure, int column, ColumnLoop loop) {
        List<Integer> key = columns.get(column).rowKey();
        if (key.isEmpty()) {
            return failure;
        }
        int row = row(column, loop);
        String shown =
                key.stream()
                        .map(each -> columns.get(each).column().name() + " = " + value(each, row))
                        .collect(Collectors.joining(", "));
        Diagnostic told = failure.diagnostic();
        return new Diagnostic(
                        told.code(),
                        told.message() + " The row has " + shown + ".",
                        told.action(),
                        told.outlook(),
                        told.place())
                .toException(failure);
    }

    private int row(int column, ColumnLoop loop) {
        for (int i = 0; i < scan.rows(); i++) {
            try {
                loop.append(window, scan.starts(), RowScan.base(column) + i, 1);
            } catch (RivetException again) {
                return i;
            }
        }
        throw new IllegalStateException("a value was taken the second time");
    }

    private String value(int column, int row) {
        int at = scan.starts()[RowScan.base(column) + row];
        return KeyText.of(columns.get(column), window, at);
    }
}
