package dev.rivet.encode.parquet;

import dev.rivet.row.ColumnVector;
import java.util.Arrays;
import org.apache.parquet.format.Encoding;
import org.jspecify.annotations.Nullable;

/// Values of FLOAT columns.
final class FloatValues implements PageValues {
    private final NumberDictionary dictionary;
    private float[] values = new float[0];
    private int count;

    /// @param dictionaryBytes most that a dictionary takes
    FloatValues(int dictionaryBytes) {
        dictionary = new NumberDictionary(Float.BYTES, dictionaryBytes);
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public long bytes() {
        return (long) count * Float.BYTES;
    }

    @Override
    public void append(ColumnVector vector, int from, int to) {
        values = PageArrays.room(values, count, to - from);
        ColumnVector.Floats floats = (ColumnVector.Floats) vector;
        int at = count;
        for (int i = from; i < to; i++) {
            values[at] = floats.values()[i];
            at += floats.nulls().isNull(i) ? 0 : 1;
        }
        count = at;
    }

    @Override
    public void writePlain(PageBuffer out) {
        int at = out.reserve(count * Float.BYTES);
        byte[] bytes = out.bytes();
        for (int i = 0; i < count; i++) {
            PageBuffer.INTS.set(bytes, at + i * Float.BYTES, Float.floatToRawIntBits(values[i]));
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
            int index = dictionary.index(Float.floatToRawIntBits(values[i]));
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
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            float value = values[i];
            if (Float.isNaN(value)) {
                return null;
            }
            min = value < min ? value : min;
            max = value > max ? value : max;
        }
        if (min > max) {
            return null;
        }
        int minBits = Float.floatToRawIntBits(min == 0 ? -0.0f : min);
        int maxBits = Float.floatToRawIntBits(max == 0 ? 0.0f : max);
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
