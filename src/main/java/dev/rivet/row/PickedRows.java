package dev.rivet.row;

import java.util.ArrayList;
import java.util.List;

/// Some rows of a batch as a batch of their own, in arrays of their own.
public final class PickedRows {
    private PickedRows() {}

    /// Counts of values that were replaced or rebased stay those of the whole batch: of which rows
    /// they are is not known.
    ///
    /// @param rows positions, ascending
    public static RowBatch of(RowBatch batch, int[] rows) {
        List<ColumnVector> columns = new ArrayList<>();
        long bytes = 0;
        for (int i = 0; i < batch.columns().size(); i++) {
            ColumnBuilder builder = ColumnBuilder.of(batch.schema().column(i).type());
            for (int row : rows) {
                append(batch.columns().get(i), row, builder);
            }
            bytes += builder.bytes();
            columns.add(builder.build());
        }
        return new RowBatch(
                batch.schema(), rows.length, columns, bytes, batch.replaced(), batch.rebased());
    }

    private static void append(ColumnVector from, int row, ColumnBuilder to) {
        if (from.nulls().isNull(row)) {
            to.appendNull();
            return;
        }
        switch (from) {
            case ColumnVector.Booleans booleans ->
                    ((ColumnBuilder.Booleans) to).append(booleans.values()[row] != 0);
            case ColumnVector.Ints ints -> ((ColumnBuilder.Ints) to).append(ints.values()[row]);
            case ColumnVector.Longs longs -> ((ColumnBuilder.Longs) to).append(longs.values()[row]);
            case ColumnVector.Floats floats ->
                    ((ColumnBuilder.Floats) to).append(floats.values()[row]);
            case ColumnVector.Doubles doubles ->
                    ((ColumnBuilder.Doubles) to).append(doubles.values()[row]);
            case ColumnVector.Bytes bytes -> {
                int start = bytes.offsets()[row];
                ((ColumnBuilder.Bytes) to)
                        .append(bytes.data(), start, bytes.offsets()[row + 1] - start);
            }
            case ColumnVector.Fixed fixed ->
                    ((FixedBuilder) to).append(fixed.data(), row * fixed.width());
            case ColumnVector.Lists lists -> append(lists, row, (ListBuilder) to);
        }
    }

    private static void append(ColumnVector.Lists from, int row, ListBuilder to) {
        for (int i = from.offsets()[row]; i < from.offsets()[row + 1]; i++) {
            append(from.elements(), i, to.elements());
        }
        to.endList();
    }
}
