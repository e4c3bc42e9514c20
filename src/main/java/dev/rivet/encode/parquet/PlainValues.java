package dev.rivet.encode.parquet;

import dev.rivet.row.ColumnVector;
import dev.rivet.row.LogicalType;
import dev.rivet.row.NullMask;
import java.io.IOException;
import org.apache.parquet.format.Encoding;

/// Reads values, without NULLs, in the encodings that [PageValues] writes, as batches have them.
final class PlainValues {
    private final LogicalType type;

    /// @param type not a list
    PlainValues(LogicalType type) {
        this.type = type;
    }

    /// All encodings but that by a dictionary.
    ColumnVector read(PageBytes in, Encoding encoding, int count) throws IOException {
        return switch (encoding) {
            case PLAIN -> plain(in, count);
            case RLE -> runs(in, count);
            case DELTA_BINARY_PACKED -> numbers(exactly(PackedBits.deltas(in, count), count));
            case DELTA_LENGTH_BYTE_ARRAY -> bytesByLengths(in, count);
            case PLAIN_DICTIONARY,
                    BIT_PACKED,
                    DELTA_BYTE_ARRAY,
                    RLE_DICTIONARY,
                    BYTE_STREAM_SPLIT ->
                    throw new IOException("rivet writes no values as " + encoding);
        };
    }

    private ColumnVector plain(PageBytes in, int count) throws IOException {
        return switch (type.storage()) {
            case BOOLEAN -> {
                PageBytes bits = in.part((count + Byte.SIZE - 1L) / Byte.SIZE);
                byte[] values = new byte[count];
                int from = bits.take(0);
                for (int i = 0; i < count; i++) {
                    values[i] =
                            (byte) ((bits.array()[from + i / Byte.SIZE] >>> (i % Byte.SIZE)) & 1);
                }
                yield new ColumnVector.Booleans(count, NullMask.NONE, values);
            }
            case INT, LONG -> numbers(plainNumbers(in, count));
            case FLOAT -> {
                float[] values = new float[count];
                for (int i = 0; i < count; i++) {
                    values[i] = Float.intBitsToFloat(in.takeInt());
                }
                yield new ColumnVector.Floats(count, NullMask.NONE, values);
            }
            case DOUBLE -> {
                double[] values = new double[count];
                for (int i = 0; i < count; i++) {
                    values[i] = Double.longBitsToDouble(takeLong(in));
                }
                yield new ColumnVector.Doubles(count, NullMask.NONE, values);
            }
            case BYTES -> plainBytes(in, count);
            case FIXED -> fixed(in, count);
            case LIST -> throw new IllegalArgumentException("a list in a list: " + type);
        };
    }

    private long[] plainNumbers(PageBytes in, int count) throws IOException {
        boolean ints = FileSchema.isInt(type);
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            values[i] = ints ? in.takeInt() : takeLong(in);
        }
        return values;
    }

    private static long takeLong(PageBytes in) throws IOException {
        return (long) PageBuffer.LONGS.get(in.array(), in.take(Long.BYTES));
    }

    /// As wide as they are in batches; what is INT32 in the file wraps around at 32 bits.
    private ColumnVector numbers(long[] values) {
        int count = values.length;
        boolean ints = FileSchema.isInt(type);
        return switch (type.storage()) {
            case INT -> {
                int[] narrow = new int[count];
                for (int i = 0; i < count; i++) {
                    narrow[i] = (int) values[i];
                }
                yield new ColumnVector.Ints(count, NullMask.NONE, narrow);
            }
            case LONG -> {
                for (int i = 0; ints && i < count; i++) {
                    values[i] = (int) values[i];
                }
                yield new ColumnVector.Longs(count, NullMask.NONE, values);
            }
            case BOOLEAN, FLOAT, DOUBLE, BYTES, FIXED, LIST ->
                    throw new IllegalArgumentException("no numbers: " + type);
        };
    }

    private static ColumnVector runs(PageBytes in, int count) throws IOException {
        int[] bits = PackedBits.runs(in.part(in.takeInt()), 1, count);
        byte[] values = new byte[count];
        for (int i = 0; i < count; i++) {
            values[i] = (byte) bits[i];
        }
        return new ColumnVector.Booleans(count, NullMask.NONE, values);
    }

    private static ColumnVector plainBytes(PageBytes in, int count) throws IOException {
        int[] offsets = new int[count + 1];
        byte[] data = new byte[in.left()];
        for (int i = 0; i < count; i++) {
            int length = in.takeInt();
            System.arraycopy(in.array(), in.take(length), data, offsets[i], length);
            offsets[i + 1] = offsets[i] + length;
        }
        return new ColumnVector.Bytes(count, NullMask.NONE, offsets, data);
    }

    private static ColumnVector bytesByLengths(PageBytes in, int count) throws IOException {
        long[] lengths = exactly(PackedBits.deltas(in, count), count);
        int[] offsets = new int[count + 1];
        byte[] data = new byte[in.left()];
        for (int i = 0; i < count; i++) {
            int from = in.take(lengths[i]);
            System.arraycopy(in.array(), from, data, offsets[i], (int) lengths[i]);
            offsets[i + 1] = offsets[i] + (int) lengths[i];
        }
        return new ColumnVector.Bytes(count, NullMask.NONE, offsets, data);
    }

    /// The file may have them wider than batches do.
    private ColumnVector fixed(PageBytes in, int count) throws IOException {
        int width = type.fixedWidth();
        int widthInFile = LeafTypes.fixedWidth(type);
        byte[] data = new byte[Math.multiplyExact(count, width)];
        for (int i = 0; i < count; i++) {
            int from = in.take(widthInFile) + widthInFile - width;
            System.arraycopy(in.array(), from, data, i * width, width);
        }
        return new ColumnVector.Fixed(count, NullMask.NONE, width, data);
    }

    private static long[] exactly(long[] values, int count) throws IOException {
        if (values.length != count) {
            throw new IOException("a page has " + values.length + " values of " + count);
        }
        return values;
    }
}
