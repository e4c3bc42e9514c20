package dev.rivet.encode.parquet;

import dev.rivet.row.ColumnVector;
import dev.rivet.row.LogicalType;
import java.util.Arrays;
import org.apache.parquet.format.Encoding;
import org.jspecify.annotations.Nullable;

/// Values of INT64 columns.
final class LongValues implements PageValues {
    private final DeltaBinaryPacked delta = new DeltaBinaryPacked();
    private final NumberDictionary dictionary;

    /// What makes the order of the values that of signed numbers: for unsigned ones the highest
    /// bit is turned.
    private final long flip;

    private long[] values = new long[0];
    private int count;

    private LongValues(long flip, int dictionaryBytes) {
        this.flip = flip;
        this.dictionary = new NumberDictionary(Long.BYTES, dictionaryBytes);
    }

    /// @param dictionaryBytes most that a dictionary takes
    static LongValues of(LogicalType type, int dictionaryBytes) {
        long flip = type instanceof LogicalType.UInt64 ? Long.MIN_VALUE : 0;
        return new LongValues(flip, dictionaryBytes);
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public long bytes() {
        return (long) count * Long.BYTES;
    }

    @Override
    public void append(ColumnVector vector, int from, int to) {
        values = PageArrays.room(values, count, to - from);
        ColumnVector.Longs longs = (ColumnVector.Longs) vector;
        if (longs.nulls().nullCount() == 0) {
            System.arraycopy(longs.values(), from, values, count, to - from);
            count += to - from;
            return;
        }
        int at = count;
        for (int i = from; i < to; i++) {
            values[at] = longs.values()[i];
            at += longs.nulls().isNull(i) ? 0 : 1;
        }
        count = at;
    }

    @Override
    public void writePlain(PageBuffer out) {
        int at = out.reserve(count * Long.BYTES);
        byte[] bytes = out.bytes();
        for (int i = 0; i < count; i++) {
            PageBuffer.LONGS.set(bytes, at + i * Long.BYTES, values[i]);
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
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            long value = values[i] ^ flip;
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        return new Bounds(PageArrays.plain(min ^ flip), PageArrays.plain(max ^ flip));
    }

    @Override
    public void clear() {
        count = 0;
        if (values.length > PageArrays.MAX_KEPT_VALUES) {
            values = Arrays.copyOf(values, 0);
        }
    }
}
