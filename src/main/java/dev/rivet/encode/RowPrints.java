package dev.rivet.encode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Prints of rows, 128 bits each, by which a row is known again: all of XXH3-128 over the framed
/// cells of all its columns, as [RowHash] describes them. A print occurs as often as its row. Not
/// thread-safe.
public final class RowPrints {
    /// Names this rendering; a change of it takes a new name.
    public static final String RENDER = "rivet-xxh3-128-v1";

    private static final int BYTES = 2 * Long.BYTES;

    private long[] halves = new long[0];
    private int size;

    /// Prints that were written as bytes.
    ///
    /// @throws IllegalArgumentException when these are not as many bytes as prints have
    public static RowPrints of(byte[] bytes) {
        if (bytes.length % BYTES != 0) {
            throw new IllegalArgumentException(bytes.length + " bytes are no prints");
        }
        RowPrints prints = new RowPrints();
        prints.halves = new long[bytes.length / Long.BYTES];
        prints.size = bytes.length / BYTES;
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(prints.halves);
        return prints;
    }

    public byte[] bytes() {
        byte[] bytes = new byte[size * BYTES];
        ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asLongBuffer()
                .put(halves, 0, 2 * size);
        return bytes;
    }

    public void add(long high, long low) {
        if (2 * size == halves.length) {
            halves = Arrays.copyOf(halves, Math.max(64, halves.length * 2));
        }
        halves[2 * size] = high;
        halves[2 * size + 1] = low;
        size++;
    }

    public void addAll(RowPrints others) {
        for (int i = 0; i < others.size; i++) {
            add(others.high(i), others.low(i));
        }
    }

    public int size() {
        return size;
    }

    public long high(int index) {
        return halves[2 * index];
    }

    public long low(int index) {
        return halves[2 * index + 1];
    }
}
