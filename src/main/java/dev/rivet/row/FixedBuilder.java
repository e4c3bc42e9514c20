package dev.rivet.row;

import java.util.Arrays;

/// Fills values of one width in bytes.
public final class FixedBuilder implements ColumnBuilder {
    private final int width;
    private byte[] data = new byte[0];
    private int length;
    private int usual;
    private final NullMarks nulls = new NullMarks();

    FixedBuilder(int width) {
        this.width = width;
    }

    public int width() {
        return width;
    }

    /// Appends `width` bytes from `source[from]`.
    public void append(byte[] source, int from) {
        room(1);
        System.arraycopy(source, from, data, length++ * width, width);
    }

    @Override
    public void appendNull() {
        room(1);
        nulls.mark(length++);
    }

    /// The array with room for `count` more values, from `length() * width()` on.
    public byte[] room(int count) {
        long needed = ((long) length + count) * width;
        if (needed > data.length) {
            data = Arrays.copyOf(data, ColumnBuilder.grown(data.length, needed, usual));
        }
        return data;
    }

    public void filled(int count) {
        length += count;
    }

    @Override
    public NullMarks nulls() {
        return nulls;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public long bytes() {
        return (long) length * width + nulls.bytes();
    }

    @Override
    public ColumnVector build() {
        var vector = new ColumnVector.Fixed(length, nulls.build(length), width, data);
        data = new byte[0];
        usual = length * width;
        length = 0;
        return vector;
    }

    @Override
    public void reuse(ColumnVector vector) {
        data = ((ColumnVector.Fixed) vector).data();
    }
}
