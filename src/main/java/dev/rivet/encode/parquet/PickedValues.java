package dev.rivet.encode.parquet;

import dev.rivet.row.ColumnVector;
import dev.rivet.row.NullMask;

/// Values of a vector at some of its places, in another order: entries of a dictionary, or values
/// between which NULLs stand. Pure.
final class PickedValues {
    /// Instead of a place: NULL.
    static final int NOTHING = -1;

    private PickedValues() {}

    /// The values at these places.
    ///
    /// @param vector without NULLs
    /// @param places one for each value of the result
    static ColumnVector of(ColumnVector vector, int[] places) {
        NullMask nulls = nulls(places);
        int count = places.length;
        return switch (vector) {
            case ColumnVector.Booleans(_, _, byte[] from) ->
                    new ColumnVector.Booleans(count, nulls, pick(from, 1, places));
            case ColumnVector.Fixed(_, _, int width, byte[] from) ->
                    new ColumnVector.Fixed(count, nulls, width, pick(from, width, places));
            case ColumnVector.Ints(_, _, int[] from) -> {
                int[] values = new int[count];
                for (int i = 0; i < count; i++) {
                    values[i] = places[i] == NOTHING ? 0 : from[places[i]];
                }
                yield new ColumnVector.Ints(count, nulls, values);
            }
            case ColumnVector.Longs(_, _, long[] from) -> {
                long[] values = new long[count];
                for (int i = 0; i < count; i++) {
                    values[i] = places[i] == NOTHING ? 0 : from[places[i]];
                }
                yield new ColumnVector.Longs(count, nulls, values);
            }
            case ColumnVector.Floats(_, _, float[] from) -> {
                float[] values = new float[count];
                for (int i = 0; i < count; i++) {
                    values[i] = places[i] == NOTHING ? 0 : from[places[i]];
                }
                yield new ColumnVector.Floats(count, nulls, values);
            }
            case ColumnVector.Doubles(_, _, double[] from) -> {
                double[] values = new double[count];
                for (int i = 0; i < count; i++) {
                    values[i] = places[i] == NOTHING ? 0 : from[places[i]];
                }
                yield new ColumnVector.Doubles(count, nulls, values);
            }
            case ColumnVector.Bytes bytes -> bytes(bytes, nulls, places);
            case ColumnVector.Lists _ -> throw new IllegalArgumentException("a list in a list");
        };
    }

    private static ColumnVector bytes(ColumnVector.Bytes bytes, NullMask nulls, int[] places) {
        int[] offsets = new int[places.length + 1];
        for (int i = 0; i < places.length; i++) {
            int place = places[i];
            int length = place == NOTHING ? 0 : bytes.offsets()[place + 1] - bytes.offsets()[place];
            offsets[i + 1] = Math.addExact(offsets[i], length);
        }
        byte[] data = new byte[offsets[places.length]];
        for (int i = 0; i < places.length; i++) {
            if (places[i] != NOTHING) {
                int from = bytes.offsets()[places[i]];
                System.arraycopy(bytes.data(), from, data, offsets[i], offsets[i + 1] - offsets[i]);
            }
        }
        return new ColumnVector.Bytes(places.length, nulls, offsets, data);
    }

    private static byte[] pick(byte[] from, int width, int[] places) {
        byte[] values = new byte[Math.multiplyExact(places.length, width)];
        for (int i = 0; i < places.length; i++) {
            if (places[i] != NOTHING) {
                System.arraycopy(from, places[i] * width, values, i * width, width);
            }
        }
        return values;
    }

    private static NullMask nulls(int[] places) {
        long[] bits = new long[(places.length + Long.SIZE - 1) / Long.SIZE];
        int count = 0;
        for (int i = 0; i < places.length; i++) {
            if (places[i] == NOTHING) {
                bits[i >> 6] |= 1L << i;
                count++;
            }
        }
        return count == 0 ? NullMask.NONE : new NullMask(bits, count);
    }
}
