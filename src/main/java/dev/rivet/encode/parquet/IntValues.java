package dev.rivet.encode.parquet;

import dev.rivet.row.ColumnVector;
import dev.rivet.row.NullMask;
import java.util.Arrays;
import org.apache.parquet.format.Encoding;
import org.jspecify.annotations.Nullable;

/// Values of INT32 columns, decimals of few digits among them, which batches hold as longs.
final class IntValues implements PageValues {
    private final DeltaBinaryPacked delta = new DeltaBinaryPacked();
    private final NumberDictionary dictionary;
    private int[] values = new int[0];
    private int count;

    /// @param dictionaryBytes most that a dictionary takes
    IntValues(int dictionaryBytes) {
        dictionary = new NumberDictionary(Integer.BYTES, dictionaryBytes);
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public long bytes() {
        return (long) count * Integer.BYTES;
    }

    @Override
    public void append(ColumnVector vector, int from, int to) {
        values = PageArrays.room(values, count, to - from);
        if (vector instanceof ColumnVector.Longs(var _, NullMask nulls, long[] longs)) {
            appendLongs(longs, nulls, from, to);
            return;
        }
        ColumnVector.Ints ints = (ColumnVector.Ints) vector;
        if (ints.nulls().nullCount() == 0) {
            System.arraycopy(ints.values(), from, values, count, to - from);
            count += to - from;
            return;
        }
        int at = count;
        for (int i = from; i < to; i++) {
            values[at] = ints.values()[i];
            at += ints.nulls().isNull(i) ? 0 : 1;
        }
        count = at;
    }

    private void appendLongs(long[] longs, NullMask nulls, int from, int to) {
        int at = count;
        for (int i = from; i < to; i++) {
            values[at] = (int) longs[i];
            at += nulls.isNull(i) ? 0 : 1;
        }
        count = at;
    }

    @Override
    public void writePlain(PageBuffer out) {
        int at = out.reserve(count * Integer.BYTES);
        byte[] bytes = out.bytes();
        for (int i = 0; i < count; i++) {
            PageBuffer.INTS.set(bytes, at + i * Integer.BYTES, values[i]);
        }
    }

    @Override
    public Encoding writeCompact(PageBuffer out) {
        delta.write(values, count, out);
        return Encoding.DELTA_BINARY_PACKED;
    }

    @Override
    public boolean index(int from, int to, int[] indices) {
        for (int i = from; i < to; i++) {
            int index = dictionary.index(values[i]);
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

    @Override
    public @Nullable Bounds bounds() {
        if (count == 0) {
            return null;
        }
        int min = values[0];
        int max = values[0];
        for (int i = 1; i < count; i++) {
            min = Math.min(min, values[i]);
            max = Math.max(max, values[i]);
        }
        return new Bounds(PageArrays.plain(min), PageArrays.plain(max));
    }

    @Override
    public void clear() {
        count = 0;
        if (values.length > PageArrays.MAX_KEPT_VALUES) {
            values = Arrays.copyOf(values, 0);
        }
    }
}
