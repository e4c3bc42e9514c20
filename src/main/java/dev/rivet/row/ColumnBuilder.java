package dev.rivet.row;

import java.util.Arrays;

/// Fills one [ColumnVector], value by value. Not thread-safe; after [#build()] it starts a new one.
///
/// The builders of fixed width are one and the same but for their primitive type, which Java cannot
/// abstract over without boxing; they stand side by side here so that a change meets all of them.
/// Besides `append`, each takes values in bulk: `room(n)` gives the array to fill from [#length()]
/// on, [#nulls()] takes the NULLs among them, and `filled(n)` ends it.
public sealed interface ColumnBuilder
        permits ColumnBuilder.Booleans,
                ColumnBuilder.Ints,
                ColumnBuilder.Longs,
                ColumnBuilder.Floats,
                ColumnBuilder.Doubles,
                ColumnBuilder.Bytes,
                FixedBuilder,
                ListBuilder {
    /// First size of a builder's arrays; they double from there.
    int FIRST_CAPACITY = 256;

    /// Larger arrays of text are not used again.
    int MOST_REUSED_BYTES = 4 << 20;

    static ColumnBuilder of(LogicalType type) {
        return switch (type.storage()) {
            case BOOLEAN -> new Booleans();
            case INT -> new Ints();
            case LONG -> new Longs();
            case FLOAT -> new Floats();
            case DOUBLE -> new Doubles();
            case BYTES -> new Bytes();
            case FIXED -> new FixedBuilder(type.fixedWidth());
            case LIST -> new ListBuilder(of(((LogicalType.ListOf) type).element()));
        };
    }

    int length();

    /// Used bytes so far, null bitmap included.
    long bytes();

    void appendNull();

    /// Which values are NULL, by their positions; for what is filled in bulk.
    NullMarks nulls();

    /// Hands over what was appended and forgets it.
    ColumnVector build();

    /// Takes the arrays of a vector that it built, and that nobody reads any more, instead of
    /// making new ones. Only while nothing is appended.
    void reuse(ColumnVector vector);

    /// The next capacity of an array.
    ///
    /// @param usual how much the last vector took, so that the next one need not grow
    static int grown(int capacity, long needed, int usual) {
        long first = Math.max(FIRST_CAPACITY, usual);
        long next = Math.max(first, Math.max(needed, capacity * 2L));
        if (needed > Integer.MAX_VALUE - 8) {
            throw new IllegalStateException("a column of one batch exceeds 2 GiB");
        }
        return (int) Math.min(next, Integer.MAX_VALUE - 8);
    }

    final class Booleans implements ColumnBuilder {
        private byte[] values = new byte[0];
        private int length;
        private int usual;
        private final NullMarks nulls = new NullMarks();

        public void append(boolean value) {
            room(1);
            values[length++] = (byte) (value ? 1 : 0);
        }

        @Override
        public void appendNull() {
            room(1);
            nulls.mark(length++);
        }

        public byte[] room(int count) {
            if (length + count > values.length) {
                values = Arrays.copyOf(values, grown(length, (long) length + count, usual));
            }
            return values;
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
            return length + nulls.bytes();
        }

        @Override
        public ColumnVector build() {
            var vector = new ColumnVector.Booleans(length, nulls.build(length), values);
            values = new byte[0];
            usual = length;
            length = 0;
            return vector;
        }

        @Override
        public void reuse(ColumnVector vector) {
            values = ((ColumnVector.Booleans) vector).values();
        }
    }

    final class Ints implements ColumnBuilder {
        private int[] values = new int[0];
        private int length;
        private int usual;
        private final NullMarks nulls = new NullMarks();

        public void append(int value) {
            room(1);
            values[length++] = value;
        }

        @Override
        public void appendNull() {
            room(1);
            nulls.mark(length++);
        }

        public int[] room(int count) {
            if (length + count > values.length) {
                values = Arrays.copyOf(values, grown(length, (long) length + count, usual));
            }
            return values;
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
            return (long) length * Integer.BYTES + nulls.bytes();
        }

        @Override
        public ColumnVector build() {
            var vector = new ColumnVector.Ints(length, nulls.build(length), values);
            values = new int[0];
            usual = length;
            length = 0;
            return vector;
        }

        @Override
        public void reuse(ColumnVector vector) {
            values = ((ColumnVector.Ints) vector).values();
        }
    }

    final class Longs implements ColumnBuilder {
        private long[] values = new long[0];
        private int length;
        private int usual;
        private final NullMarks nulls = new NullMarks();

        public void append(long value) {
            room(1);
            values[length++] = value;
        }

        @Override
        public void appendNull() {
            room(1);
            nulls.mark(length++);
        }

        public long[] room(int count) {
            if (length + count > values.length) {
                values = Arrays.copyOf(values, grown(length, (long) length + count, usual));
            }
            return values;
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
            return (long) length * Long.BYTES + nulls.bytes();
        }

        @Override
        public ColumnVector build() {
            var vector = new ColumnVector.Longs(length, nulls.build(length), values);
            values = new long[0];
            usual = length;
            length = 0;
            return vector;
        }

        @Override
        public void reuse(ColumnVector vector) {
            values = ((ColumnVector.Longs) vector).values();
        }
    }

    final class Floats implements ColumnBuilder {
        private float[] values = new float[0];
        private int length;
        private int usual;
        private final NullMarks nulls = new NullMarks();

        public void append(float value) {
            room(1);
            values[length++] = value;
        }

        @Override
        public void appendNull() {
            room(1);
            nulls.mark(length++);
        }

        public float[] room(int count) {
            if (length + count > values.length) {
                values = Arrays.copyOf(values, grown(length, (long) length + count, usual));
            }
            return values;
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
            return (long) length * Float.BYTES + nulls.bytes();
        }

        @Override
        public ColumnVector build() {
            var vector = new ColumnVector.Floats(length, nulls.build(length), values);
            values = new float[0];
            usual = length;
            length = 0;
            return vector;
        }

        @Override
        public void reuse(ColumnVector vector) {
            values = ((ColumnVector.Floats) vector).values();
        }
    }

    final class Doubles implements ColumnBuilder {
        private double[] values = new double[0];
        private int length;
        private int usual;
        private final NullMarks nulls = new NullMarks();

        public void append(double value) {
            room(1);
            values[length++] = value;
        }

        @Override
        public void appendNull() {
            room(1);
            nulls.mark(length++);
        }

        public double[] room(int count) {
            if (length + count > values.length) {
                values = Arrays.copyOf(values, grown(length, (long) length + count, usual));
            }
            return values;
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
            return (long) length * Double.BYTES + nulls.bytes();
        }

        @Override
        public ColumnVector build() {
            var vector = new ColumnVector.Doubles(length, nulls.build(length), values);
            values = new double[0];
            usual = length;
            length = 0;
            return vector;
        }

        @Override
        public void reuse(ColumnVector vector) {
            values = ((ColumnVector.Doubles) vector).values();
        }
    }

    final class Bytes implements ColumnBuilder {
        private int[] offsets = new int[1];
        private byte[] data = new byte[0];
        private int length;
        private int usual;
        private int usualBytes;
        private final NullMarks nulls = new NullMarks();

        public void append(byte[] source) {
            append(source, 0, source.length);
        }

        public void append(byte[] source, int from, int count) {
            int at = reserve(count);
            System.arraycopy(source, from, data, at, count);
        }

        /// Makes room for one value of `count` bytes and returns where in [#data()] it starts.
        public int reserve(int count) {
            int start = offsets[length];
            dataRoom(count);
            endValue(start + count);
            return start;
        }

        /// The array to fill after [#reserve(int)]; valid until the next call on this builder.
        public byte[] data() {
            return data;
        }

        /// Offsets with room for `count` more values: fill `[length() + 1] ..` with their ends.
        public int[] room(int count) {
            if (length + 1 + count > offsets.length) {
                offsets = Arrays.copyOf(offsets, grown(offsets.length, length + 1L + count, usual));
            }
            return offsets;
        }

        /// Where the bytes of the next value begin, with room for this many after it.
        public byte[] dataRoom(long count) {
            long end = offsets[length] + count;
            if (end > data.length) {
                data = Arrays.copyOf(data, grown(data.length, end, usualBytes));
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
        public void appendNull() {
            nulls.mark(length);
            endValue(offsets[length]);
        }

        private void endValue(int end) {
            if (length + 1 == offsets.length) {
                offsets = Arrays.copyOf(offsets, grown(offsets.length, length + 2L, usual));
            }
            offsets[++length] = end;
        }

        @Override
        public int length() {
            return length;
        }

        @Override
        public long bytes() {
            return offsets[length] + (length + 1L) * Integer.BYTES + nulls.bytes();
        }

        @Override
        public ColumnVector build() {
            var vector = new ColumnVector.Bytes(length, nulls.build(length), offsets, data);
            usual = length + 1;
            usualBytes = offsets[length] + offsets[length] / 8;
            offsets = new int[1];
            data = new byte[0];
            length = 0;
            return vector;
        }

        /// An array that one long value made large is let go.
        @Override
        public void reuse(ColumnVector vector) {
            ColumnVector.Bytes bytes = (ColumnVector.Bytes) vector;
            offsets = bytes.offsets();
            data = bytes.data().length <= MOST_REUSED_BYTES ? bytes.data() : data;
        }
    }
}
