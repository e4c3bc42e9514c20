package dev.rivet.source.mysql;

import io.netty.buffer.ByteBuf;

/// The protocol's length-encoded integers: 1, 3, 4 or 9 bytes.
final class Lenenc {
    private static final int TWO_BYTES = 0xFC;
    private static final int THREE_BYTES = 0xFD;
    private static final int EIGHT_BYTES = 0xFE;

    private Lenenc() {}

    /// Bytes that the integer which starts with this byte occupies.
    static int size(int first) {
        return switch (first) {
            case TWO_BYTES -> 3;
            case THREE_BYTES -> 4;
            case EIGHT_BYTES -> 9;
            default -> 1;
        };
    }

    static long get(ByteBuf in, int at) {
        int first = in.getUnsignedByte(at);
        return switch (first) {
            case TWO_BYTES -> in.getUnsignedShortLE(at + 1);
            case THREE_BYTES -> in.getUnsignedMediumLE(at + 1);
            case EIGHT_BYTES -> in.getLongLE(at + 1);
            default -> first;
        };
    }

    static long read(ByteBuf in) {
        int at = in.readerIndex();
        long value = get(in, at);
        in.readerIndex(at + size(in.getUnsignedByte(at)));
        return value;
    }
}
