package dev.rivet.source.mysql.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.row.ColumnVector;
import dev.rivet.row.NullMask;
import dev.rivet.row.RowBatch;
import java.util.Arrays;
import java.util.List;

/// Compares batches bit for bit, but for the content of NULLs, which is undefined.
final class SameBatches {
    private SameBatches() {}

    static void assertSame(List<RowBatch> found, List<RowBatch> wanted) {
        assertThat(found).hasSameSizeAs(wanted);
        for (int i = 0; i < wanted.size(); i++) {
            assertSame(found.get(i), wanted.get(i));
        }
    }

    static void assertSame(RowBatch found, RowBatch wanted) {
        assertThat(found.rows()).isEqualTo(wanted.rows());
        assertThat(found.replaced()).isEqualTo(wanted.replaced());
        assertThat(found.bytes()).isEqualTo(wanted.bytes());
        for (int i = 0; i < wanted.columns().size(); i++) {
            assertThat(bits(found.columns().get(i), wanted.rows()))
                    .as("column %d, %s", i, wanted.schema().column(i))
                    .isEqualTo(bits(wanted.columns().get(i), wanted.rows()));
        }
    }

    /// Everything that a vector says, as numbers.
    private static long[] bits(ColumnVector vector, int rows) {
        assertThat(vector.length()).isEqualTo(rows);
        NullMask nulls = vector.nulls();
        long[] values = new long[rows];
        for (int i = 0; i < rows; i++) {
            values[i] = nulls.isNull(i) ? Long.MIN_VALUE + 1 : value(vector, i);
        }
        long[] all = Arrays.copyOf(values, rows + 1);
        all[rows] = nulls.nullCount();
        return all;
    }

    private static long value(ColumnVector vector, int row) {
        return switch (vector) {
            case ColumnVector.Booleans each -> each.values()[row];
            case ColumnVector.Ints each -> each.values()[row];
            case ColumnVector.Longs each -> each.values()[row];
            case ColumnVector.Floats each -> Float.floatToRawIntBits(each.values()[row]);
            case ColumnVector.Doubles each -> Double.doubleToRawLongBits(each.values()[row]);
            case ColumnVector.Bytes each ->
                    hash(each.data(), each.offsets()[row], each.offsets()[row + 1]);
            case ColumnVector.Fixed each ->
                    hash(each.data(), row * each.width(), (row + 1) * each.width());
            case ColumnVector.Lists each -> throw new IllegalStateException("a list");
        };
    }

    private static long hash(byte[] data, int from, int to) {
        long hash = (long) to - from;
        for (int i = from; i < to; i++) {
            hash = hash * 1_099_511_628_211L + data[i];
        }
        return hash;
    }
}
