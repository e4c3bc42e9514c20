package dev.rivet.encode.parquet;

import dev.rivet.row.ColumnVector;
import java.util.Arrays;
import org.apache.parquet.format.Encoding;
import org.jspecify.annotations.Nullable;

/// Values of BOOLEAN columns.
final class BooleanValues implements PageValues {
    private int[] values = new int[0];
    private int count;

    @Override
    public int count() {
        return count;
    }

    @Override
    public long bytes() {
        return (count + Byte.SIZE - 1L) / Byte.SIZE;
    }

    @Override
    public void append(ColumnVector vector, int from, int to) {
        values = PageArrays.room(values, count, to - from);
        ColumnVector.Booleans booleans = (ColumnVector.Booleans) vector;
        int at = count;
        for (int i = from; i < to; i++) {
            values[at] = booleans.values()[i];
            at += booleans.nulls().isNull(i) ? 0 : 1;
        }
        count = at;
    }

    @Override
    public void writePlain(PageBuffer out) {
        int start = out.reserve((int) bytes());
        byte[] bytes = out.bytes();
        for (int from = 0; from < count; from += Byte.SIZE) {
            int eight = 0;
            for (int i = Math.min(from + Byte.SIZE, count) - 1; i >= from; i--) {
                eight = eight << 1 | values[i];
            }
            bytes[start + from / Byte.SIZE] = (byte) eight;
        }
    }

    /// As runs where there are long ones, else plain.
    @Override
    public Encoding writeCompact(PageBuffer out) {
        int start = out.length();
        out.putInt(0);
        RunLengths.write(values, count, 1, out);
        int length = out.length() - start;
        if (length < bytes()) {
            out.setInt(start, length - Integer.BYTES);
            return Encoding.RLE;
        }
        out.cut(start);
        writePlain(out);
        return Encoding.PLAIN;
    }

    @Override
    public boolean index(int from, int to, int[] indices) {
        return false;
    }

    @Override
    public @Nullable ColumnDictionary dictionary() {
        return null;
    }

    @Override
    public @Nullable Bounds bounds() {
        if (count == 0) {
            return null;
        }
        int all = 1;
        int any = 0;
        for (int i = 0; i < count; i++) {
            all &= values[i];
            any |= values[i];
        }
        return new Bounds(new byte[] {(byte) all}, new byte[] {(byte) any});
    }

    @Override
    public void clear() {
        count = 0;
        if (values.length > PageArrays.MAX_KEPT_VALUES) {
            values = Arrays.copyOf(values, 0);
        }
    }
}
