package dev.rivet.row;

import java.util.Arrays;

/// Fills one [ColumnVector], value by value. Not thread-safe; after [#build()] it starts a new one.
///
/// The builders of fixed width are one and the same but for their primitive type, which Java cannot
/// abstract over without boxing; they stand side by side here so that a change meets all of them.
public sealed interface ColumnBuilder {
    /// First size of a builder's arrays; they double from there.
    int FIRST_CAPACITY = 256;

    static ColumnBuilder of(LogicalType type) {
        return switch (type.storage()) {
            case BOOLEAN -> new Booleans();
            case INT -> new Ints();
            case LONG -> new Longs();
            case FLOAT -> new Floats();
            case DOUBLE -> new Doubles();
            case BYTES -> new Bytes();
            case FIXED -> new Fixed(type.fixedWidth());
            case LIST -> new Lists(of(((LogicalType.ListOf) type).element()));
        };
    }

    int length();

    /// Used bytes so far, null bitmap included.
    long bytes();

    void appendNull();

    /// Hands over what was appended and forgets it.
    ColumnVector build();

    final class Nulls {
        private long[] bits = new long[0];
        private int count;

        void mark(int index) {
            int word = index >> 6;
            if (word >= bits.length) {
                bits = Arrays.copyOf(bits, Math.max(word + 1, bits.length * 2));
            }
            bits[word] |= 1L << index;
            count++;
        }

        NullMask build(int length) {
            NullMask mask =
                    count == 0
                            ? NullMask.NONE
                            : new NullMask(Arrays.copyOf(bits, (length + 63) >> 6), count);
            bits = new long[0];
            count = 0;
            return mask;
        }

        long bytes() {
            return (long) bits.length * Long.BYTES;
        }
    }

    private static int grown(int capacity, long needed) {
        long next = Math.max(FIRST_CAPACITY, Math.max(needed, capacity * 2L));
        if (needed > Integer.MAX_VALUE - 8) {
            throw new IllegalStateException("a column of one batch exceeds 2 GiB");
        }
        return (int) Math.min(next, Integer.MAX_VALUE - 8);
    }

    final class Booleans implements ColumnBuilder {
        private byte[] values = new byte[0];
        private int length;
        private final Nulls nulls = new Nulls();

        public void append(boolean value) {
            room();
            values[length++] = (byte) (value ? 1 : 0);
        }

        @Override
        public void appendNull() {
            room();
            nulls.mark(length++);
        }

        private void room() {
            if (length == values.length) {
                values = Arrays.copyOf(values, grown(length, length + 1L));
            }
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
            length = 0;
            return vector;
        }
    }

    final class Ints implements ColumnBuilder {
        private int[] values = new int[0];
        private int length;
        private final Nulls nulls = new Nulls();

        public void append(int value) {
            room();
            values[length++] = value;
        }

        @Override
        public void appendNull() {
            room();
            nulls.mark(length++);
        }

        private void room() {
            if (length == values.length) {
                values = Arrays.copyOf(values, grown(length, length + 1L));
            }
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
            length = 0;
            return vector;
        }
    }

    final class Longs implements ColumnBuilder {
        private long[] values = new long[0];
        private int length;
        private final Nulls nulls = new Nulls();

        public void append(long value) {
            room();
            values[length++] = value;
        }

        @Override
        public void appendNull() {
            room();
            nulls.mark(length++);
        }

        private void room() {
            if (length == values.length) {
                values = Arrays.copyOf(values, grown(length, length + 1L));
            }
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
            length = 0;
            return vector;
        }
    }

    final class Floats implements ColumnBuilder {
        private float[] values = new float[0];
        private int length;
        private final Nulls nulls = new Nulls();

        public void append(float value) {
            room();
            values[length++] = value;
        }

        @Override
        public void appendNull() {
            room();
            nulls.mark(length++);
        }

        private void room() {
            if (length == values.length) {
                values = Arrays.copyOf(values, grown(length, length + 1L));
            }
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
            length = 0;
            return vector;
        }
    }

    final class Doubles implements ColumnBuilder {
        private double[] values = new double[0];
        private int length;
        private final Nulls nulls = new Nulls();

        public void append(double value) {
            room();
            values[length++] = value;
        }

        @Override
        public void appendNull() {
            room();
            nulls.mark(length++);
        }

        private void room() {
            if (length == values.length) {
                values = Arrays.copyOf(values, grown(length, length + 1L));
            }
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
            length = 0;
            return vector;
        }
    }

    final class Bytes implements ColumnBuilder {
        private int[] offsets = new int[FIRST_CAPACITY];
        private byte[] data = new byte[0];
        private int length;
        private final Nulls nulls = new Nulls();

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
            long end = (long) start + count;
            if (end > data.length) {
                data = Arrays.copyOf(data, grown(data.length, end));
            }
            endValue((int) end);
            return start;
        }

        /// The array to fill after [#reserve(int)]; valid until the next call on this builder.
        public byte[] data() {
            return data;
        }

        @Override
        public void appendNull() {
            nulls.mark(length);
            endValue(offsets[length]);
        }

        private void endValue(int end) {
            if (length + 1 == offsets.length) {
                offsets = Arrays.copyOf(offsets, grown(offsets.length, length + 2L));
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
            offsets = new int[FIRST_CAPACITY];
            data = new byte[0];
            length = 0;
            return vector;
        }
    }

    final class Fixed implements ColumnBuilder {
        private final int width;
        private byte[] data = new byte[0];
        private int length;
        private final Nulls nulls = new Nulls();

        Fixed(int width) {
            this.width = width;
        }

        public int width() {
            return width;
        }

        /// Appends `width` bytes from `source[from]`.
        public void append(byte[] source, int from) {
            room();
            System.arraycopy(source, from, data, length++ * width, width);
        }

        @Override
        public void appendNull() {
            room();
            nulls.mark(length++);
        }

        private void room() {
            long needed = (length + 1L) * width;
            if (needed > data.length) {
                data = Arrays.copyOf(data, grown(data.length, needed));
            }
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
            length = 0;
            return vector;
        }
    }

    /// Append elements to [#elements()], then call [#endList()].
    final class Lists implements ColumnBuilder {
        private final ColumnBuilder elements;
        private int[] offsets = new int[FIRST_CAPACITY];
        private int length;
        private final Nulls nulls = new Nulls();

        Lists(ColumnBuilder elements) {
            this.elements = elements;
        }

        public ColumnBuilder elements() {
            return elements;
        }

        /// Ends a list of all elements that were appended since the last one ended.
        public void endList() {
            if (length + 1 == offsets.length) {
                offsets = Arrays.copyOf(offsets, grown(offsets.length, length + 2L));
            }
            offsets[++length] = elements.length();
        }

        @Override
        public void appendNull() {
            nulls.mark(length);
            endList();
        }

        @Override
        public int length() {
            return length;
        }

        @Override
        public long bytes() {
            return elements.bytes() + (length + 1L) * Integer.BYTES + nulls.bytes();
        }

        @Override
        public ColumnVector build() {
            var vector =
                    new ColumnVector.Lists(length, nulls.build(length), offsets, elements.build());
            offsets = new int[FIRST_CAPACITY];
            length = 0;
            return vector;
        }
    }
}
