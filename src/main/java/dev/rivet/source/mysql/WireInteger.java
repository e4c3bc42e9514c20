package dev.rivet.source.mysql;

import io.netty.buffer.ByteBuf;

/// Integers of the binary protocol, little-endian.
enum WireInteger {
    SIGNED_1,
    UNSIGNED_1,
    SIGNED_2,
    UNSIGNED_2,
    SIGNED_4,
    UNSIGNED_4,
    SIGNED_8,
    /// Given as a `long` whose bits are the unsigned value.
    UNSIGNED_8;

    static WireInteger of(WireColumn column) {
        boolean unsigned = column.isUnsigned();
        return switch (column.type().fixedBytes()) {
            case 1 -> unsigned ? UNSIGNED_1 : SIGNED_1;
            case 2 -> unsigned ? UNSIGNED_2 : SIGNED_2;
            case 4 -> unsigned ? UNSIGNED_4 : SIGNED_4;
            case 8 -> unsigned ? UNSIGNED_8 : SIGNED_8;
            default -> throw new IllegalStateException(column.type() + " is no integer");
        };
    }

    long read(ByteBuf in, int at) {
        return switch (this) {
            case SIGNED_1 -> in.getByte(at);
            case UNSIGNED_1 -> in.getUnsignedByte(at);
            case SIGNED_2 -> in.getShortLE(at);
            case UNSIGNED_2 -> in.getUnsignedShortLE(at);
            case SIGNED_4 -> in.getIntLE(at);
            case UNSIGNED_4 -> in.getUnsignedIntLE(at);
            case SIGNED_8, UNSIGNED_8 -> in.getLongLE(at);
        };
    }
}
