package dev.rivet.encode.parquet;

import dev.rivet.row.ByteRuns;
import dev.rivet.row.ColumnVector;
import java.util.Arrays;
import org.apache.parquet.format.Encoding;
import org.jspecify.annotations.Nullable;

/// Values of BYTE_ARRAY columns: their bytes one after the other, and their lengths.
final class BytesValues implements PageValues {
    private static final int MAX_KEPT_BYTES = 1 << 21;

    private final DeltaBinaryPacked delta = new DeltaBinaryPacked();
    private final BytesDictionary dictionary;
    private final SmallestAndLargest bounds = SmallestAndLargest.unsigned();
    private byte[] data = new byte[0];
    private int dataLength;
    private int[] lengths = new int[0];
    private int count;
    private int page = 1;
    private @Nullable Bounds indexedBounds;

    /// @param dictionaryBytes most that a dictionary takes
    BytesValues(int dictionaryBytes) {
        dictionary = new BytesDictionary(true, dictionaryBytes);
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public long bytes() {
        return dataLength + (long) count * Integer.BYTES;
    }

    /// NULLs have no bytes, so that the bytes of all positions are one run.
    @Override
    public void append(ColumnVector vector, int from, int to) {
        ColumnVector.Bytes bytes = (ColumnVector.Bytes) vector;
        int[] offsets = bytes.offsets();
        int start = offsets[from];
        int length = offsets[to] - start;
        data = PageArrays.room(data, dataLength, Math.addExact(length, Long.BYTES));
        System.arraycopy(bytes.data(), start, data, dataLength, length);
        dataLength += length;
        lengths = PageArrays.room(lengths, count, to - from);
        int at = count;
        for (int i = from; i < to; i++) {
            lengths[at] = offsets[i + 1] - offsets[i];
            at += bytes.nulls().isNull(i) ? 0 : 1;
        }
        count = at;
    }

    @Override
    public void writePlain(PageBuffer out) {
        int at = out.reserve(Math.toIntExact(bytes()));
        byte[] target = out.bytes();
        int from = 0;
        for (int i = 0; i < count; i++) {
            int length = lengths[i];
            PageBuffer.INTS.set(target, at, length);
            at += Integer.BYTES;
            ByteRuns.copy(data, from, target, at, length);
            from += length;
            at += length;
        }
    }

    @Override
    public Encoding writeCompact(PageBuffer out) {
        delta.write(lengths, count, out);
        out.write(data, 0, dataLength);
        return Encoding.DELTA_LENGTH_BYTE_ARRAY;
    }

    /// Values before `from` were looked up before, or `from` is 0. Of values that repeat, only the
    /// first can be the smallest or the largest.
    @Override
    public boolean index(int from, int to, int[] indices) {
        int at = startOf(from);
        if (from == 0 && to > 0) {
            bounds.start(data, 0, lengths[0]);
        }
        for (int i = from; i < to; i++) {
            int index = dictionary.index(data, at, lengths[i]);
            if (index == ColumnDictionary.FULL) {
                return false;
            }
            indices[i] = index;
            if (dictionary.isFirstOn(page, index)) {
                bounds.look(at, lengths[i]);
            }
            at += lengths[i];
        }
        if (to == count && from < to) {
            indexedBounds = bounds.end();
        }
        return true;
    }

    private int startOf(int position) {
        int at = 0;
        for (int i = 0; i < position; i++) {
            at += lengths[i];
        }
        return at;
    }

    @Override
    public ColumnDictionary dictionary() {
        return dictionary;
    }

    @Override
    public @Nullable Bounds bounds() {
        if (count == 0 || indexedBounds != null) {
            return indexedBounds;
        }
        bounds.start(data, 0, lengths[0]);
        int at = lengths[0];
        for (int i = 1; i < count; i++) {
            bounds.look(at, lengths[i]);
            at += lengths[i];
        }
        return bounds.end();
    }

    @Override
    public void clear() {
        count = 0;
        dataLength = 0;
        page++;
        indexedBounds = null;
        if (data.length > MAX_KEPT_BYTES) {
            data = new byte[0];
        }
        if (lengths.length > PageArrays.MAX_KEPT_VALUES) {
            lengths = Arrays.copyOf(lengths, 0);
        }
    }
}
