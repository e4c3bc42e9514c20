package dev.rivet.source.mysql.wire;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/// What has arrived and has not been dealt with yet: the bytes `begin()` to `end()` of one array,
/// which grows for a long message and shrinks once that is gone. Event loop.
final class Inbox {
    private static final int USUAL_BYTES = 320 * 1024;

    private byte[] data = new byte[USUAL_BYTES];
    private int begin;
    private int end;

    /// Valid until the next call of [#add(ByteBuf)] or [#skip(int)].
    byte[] data() {
        return data;
    }

    int begin() {
        return begin;
    }

    int end() {
        return end;
    }

    int length() {
        return end - begin;
    }

    /// Takes the buffer's bytes over and releases it.
    void add(ByteBuf bytes) {
        int count = bytes.readableBytes();
        makeRoom(count);
        bytes.readBytes(data, end, count);
        end += count;
        bytes.release();
    }

    private void makeRoom(int count) {
        if (end + (long) count > data.length) {
            long needed = (long) length() + count;
            byte[] target = data;
            if (needed > data.length) {
                target = new byte[(int) Math.min(Integer.MAX_VALUE - 8, needed + needed / 2)];
            }
            System.arraycopy(data, begin, target, 0, length());
            data = target;
            end -= begin;
            begin = 0;
        }
    }

    /// The first `count` bytes are dealt with.
    void skip(int count) {
        begin += count;
        if (begin == end) {
            begin = 0;
            end = 0;
            if (data.length > USUAL_BYTES) {
                data = new byte[USUAL_BYTES];
            }
        }
    }

    /// A copy of the first `count` bytes, which are dealt with.
    byte[] take(int count) {
        byte[] taken = Arrays.copyOfRange(data, begin, begin + count);
        skip(count);
        return taken;
    }
}
