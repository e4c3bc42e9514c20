package dev.rivet.source.postgres.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// What has arrived and is not decoded yet, in one array. It grows to hold the longest row and
/// whatever comes with it, and shrinks again afterwards. Event loop only.
public final class Window {
    public static final int USUAL_BYTES = 512 << 10;

    /// The type of a message that is a row.
    public static final byte ROW = 'D';

    /// What every message begins with: its type, and the length of the rest, these four bytes
    /// included.
    public static final int HEADER_BYTES = 1 + Integer.BYTES;

    private static final int MOST_KEPT_BYTES = 4 << 20;
    private static final VarHandle SHORTS = view(short[].class);
    private static final VarHandle INTS = view(int[].class);
    private static final VarHandle LONGS = view(long[].class);

    private byte[] bytes = new byte[USUAL_BYTES];
    private ByteBuf wrapped = Unpooled.wrappedBuffer(bytes);
    private int from;
    private int to;

    private static VarHandle view(Class<?> array) {
        return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.BIG_ENDIAN);
    }

    public static short getShort(byte[] bytes, int at) {
        return (short) SHORTS.get(bytes, at);
    }

    public static int getInt(byte[] bytes, int at) {
        return (int) INTS.get(bytes, at);
    }

    public static long getLong(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at);
    }

    /// Appends all that the buffer has.
    public void add(ByteBuf arrived) {
        int count = arrived.readableBytes();
        if (to == 0 && bytes.length > MOST_KEPT_BYTES && count <= USUAL_BYTES) {
            replace(USUAL_BYTES);
        }
        if (count > bytes.length - to) {
            makeRoom(count);
        }
        arrived.readBytes(bytes, to, count);
        to += count;
    }

    private void makeRoom(int count) {
        int kept = to - from;
        long needed = (long) kept + count;
        if (needed > Integer.MAX_VALUE - 8) {
            throw new IllegalStateException("a row of more than 2 GiB");
        }
        byte[] source = bytes;
        if (needed > bytes.length) {
            replace((int) Math.min(Integer.MAX_VALUE - 8, needed + needed / 2));
        } else if (bytes.length > MOST_KEPT_BYTES && needed <= USUAL_BYTES) {
            replace(USUAL_BYTES);
        }
        System.arraycopy(source, from, bytes, 0, kept);
        from = 0;
        to = kept;
    }

    private void replace(int capacity) {
        bytes = new byte[capacity];
        wrapped = Unpooled.wrappedBuffer(bytes);
    }

    /// The array; another one after [#add].
    public byte[] bytes() {
        return bytes;
    }

    /// The same as a buffer, for what reads single values.
    public ByteBuf wrapped() {
        return wrapped;
    }

    public int from() {
        return from;
    }

    public int to() {
        return to;
    }

    /// Whether the first message's type and length are there.
    public boolean hasHeader() {
        return to - from >= HEADER_BYTES;
    }

    /// Whether the first message is there as a whole.
    ///
    /// @throws IllegalStateException when no message has such a length
    public boolean hasMessage() {
        return hasHeader() && messageLength(from) <= to - from - 1;
    }

    /// Length of the message at this position, the four bytes of the length included.
    ///
    /// @throws IllegalStateException when no message has such a length
    public int messageLength(int at) {
        int length = getInt(bytes, at + 1);
        if (length < Integer.BYTES) {
            throw new IllegalStateException("a message of " + length + " bytes");
        }
        return length;
    }

    /// Everything before this position is done with.
    public void consume(int until) {
        from = until;
        if (from == to) {
            from = 0;
            to = 0;
        }
    }

    void clear() {
        consume(to);
    }
}
