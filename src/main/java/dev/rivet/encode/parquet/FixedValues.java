package dev.rivet.encode.parquet;

import dev.rivet.row.ColumnVector;
import java.util.Arrays;
import org.apache.parquet.format.Encoding;
import org.jspecify.annotations.Nullable;

/// Values of FIXED_LEN_BYTE_ARRAY columns: long decimals and uuids.
final class FixedValues implements PageValues {
    private static final int MAX_KEPT_BYTES = 1 << 21;

    private final int batchWidth;
    private final int width;
    private final BytesDictionary dictionary;
    private final SmallestAndLargest bounds;
    private byte[] data = new byte[0];
    private int count;

    /// @param batchWidth bytes of each value in a batch
    /// @param width bytes of each value in the file, at least eight; more than in a batch only for
    ///     numbers
    /// @param signed whether values are numbers in two's complement, most significant byte first
    /// @param dictionaryBytes most that a dictionary takes
    FixedValues(int batchWidth, int width, boolean signed, int dictionaryBytes) {
        this.dictionary = new BytesDictionary(false, dictionaryBytes);
        this.batchWidth = batchWidth;
        this.width = width;
        this.bounds = signed ? SmallestAndLargest.signed() : SmallestAndLargest.unsigned();
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public long bytes() {
        return (long) count * width;
    }

    @Override
    public void append(ColumnVector vector, int from, int to) {
        ColumnVector.Fixed fixed = (ColumnVector.Fixed) vector;
        int used = count * width;
        int length = (to - from) * width;
        data = PageArrays.room(data, used, Math.addExact(length, Long.BYTES));
        if (fixed.nulls().nullCount() == 0 && width == batchWidth) {
            System.arraycopy(fixed.data(), from * width, data, used, length);
            count += to - from;
            return;
        }
        for (int i = from; i < to; i++) {
            if (!fixed.nulls().isNull(i)) {
                appendOne(fixed.data(), i * batchWidth);
            }
        }
    }

    private void appendOne(byte[] source, int from) {
        int at = count++ * width;
        if (width > batchWidth) {
            int first = at + width - batchWidth;
            Arrays.fill(data, at, first, (byte) (source[from] < 0 ? -1 : 0));
            at = first;
        }
        System.arraycopy(source, from, data, at, batchWidth);
    }

    @Override
    public void writePlain(PageBuffer out) {
        out.write(data, 0, count * width);
    }

    @Override
    public Encoding writeCompact(PageBuffer out) {
        writePlain(out);
        return Encoding.PLAIN;
    }

    @Override
    public boolean index(int from, int to, int[] indices) {
        for (int i = from; i < to; i++) {
            int index = dictionary.index(data, i * width, width);
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
        bounds.start(data, 0, width);
        for (int i = 1; i < count; i++) {
            bounds.look(i * width, width);
        }
        return bounds.end();
    }

    @Override
    public void clear() {
        count = 0;
        if (data.length > MAX_KEPT_BYTES) {
            data = new byte[0];
        }
    }
}
