package dev.rivet.encode.parquet;

import dev.rivet.row.ColumnVector;
import java.util.Arrays;
import org.apache.parquet.format.Encoding;
import org.jspecify.annotations.Nullable;

/// Values of DOUBLE columns.
final class DoubleValues implements PageValues {
    private final NumberDictionary dictionary;
    private double[] values = new double[0];
    private int count;

    /// @param dictionaryBytes most that a dictionary takes
    DoubleValues(int dictionaryBytes) {
        dictionary = new NumberDictionary(Double.BYTES, dictionaryBytes);
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public long bytes() {
        return (long) count * Double.BYTES;
    }

    @Override
    public void append(ColumnVector vector, int from, int to) {
        values = PageArrays.room(values, count, to - from);
        ColumnVector.Doubles doubles = (ColumnVector.Doubles) vector;
        int at = count;
        for (int i = from; i < to; i++) {
            values[at] = doubles.values()[i];
            at += doubles.nulls().isNull(i) ? 0 : 1;
        }
        count = at;
    }

    @Override
    public void writePlain(PageBuffer out) {
        int at = out.reserve(count * Double.BYTES);
        byte[] bytes = out.bytes();
        for (int i = 0; i < count; i++) {
            PageBuffer.LONGS.set(
                    bytes, at + i * Double.BYTES, Double.doubleToRawLongBits(values[i]));
        }
    }

    @Override
    public Encoding writeCompact(PageBuffer out) {
        writePlain(out);
        return Encoding.PLAIN;
    }

    @Override
    public boolean index(int from, int to, int[] indices) {
        for (int i = from; i < to; i++) {
            int index = dictionary.index(Double.doubleToRawLongBits(values[i]));
            if (index == ColumnDictionary.FULL) {
                return false;
            }
            indices[i] = index;
        }
        return true;
    }

    @Override
    public ColumnDictionary dictionary() {
        return dictionary;
    }

    /// NaN has no place in the order, and readers that give it one would skip it: none where it
    /// occurs. A zero may be of either sign, for a reader that looks for the other one.
    @Override
    public @Nullable Bounds bounds() {
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            double value = values[i];
            if (Double.isNaN(value)) {
                return null;
            }
            min = value < min ? value : min;
            max = value > max ? value : max;
        }
        if (min > max) {
            return null;
        }
        long minBits = Double.doubleToRawLongBits(min == 0 ? -0.0 : min);
        long maxBits = Double.doubleToRawLongBits(max == 0 ? 0.0 : max);
        return new Bounds(PageArrays.plain(minBits), PageArrays.plain(maxBits));
    }

    @Override
    public void clear() {
        count = 0;
        if (values.length > PageArrays.MAX_KEPT_VALUES) {
            values = Arrays.copyOf(values, 0);
        }
    }
}
