package dev.rivet.row;

/// One column of a batch: primitive arrays, filled up to [#length()], with a slot for NULLs too
/// (its content is undefined). Whoever receives a vector owns it; nobody writes to it any more.
public sealed interface ColumnVector {
    int length();

    NullMask nulls();

    /// `values[i]` is 1 for true, 0 for false.
    record Booleans(int length, NullMask nulls, byte[] values) implements ColumnVector {}

    record Ints(int length, NullMask nulls, int[] values) implements ColumnVector {}

    record Longs(int length, NullMask nulls, long[] values) implements ColumnVector {}

    record Floats(int length, NullMask nulls, float[] values) implements ColumnVector {}

    record Doubles(int length, NullMask nulls, double[] values) implements ColumnVector {}

    /// Value `i` is `data[offsets[i]] .. data[offsets[i + 1]]`, empty for NULL.
    record Bytes(int length, NullMask nulls, int[] offsets, byte[] data) implements ColumnVector {}

    /// Value `i` is `width` bytes from `data[i * width]`.
    record Fixed(int length, NullMask nulls, int width, byte[] data) implements ColumnVector {}

    /// List `i` is elements `offsets[i] .. offsets[i + 1]` of `elements`, none for NULL.
    record Lists(int length, NullMask nulls, int[] offsets, ColumnVector elements)
            implements ColumnVector {}
}
