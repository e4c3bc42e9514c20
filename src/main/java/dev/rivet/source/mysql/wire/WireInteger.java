package dev.rivet.source.mysql.wire;

/// Integers of the binary protocol, little-endian.
public enum WireInteger {
    SIGNED_1,
    UNSIGNED_1,
    SIGNED_2,
    UNSIGNED_2,
    SIGNED_4,
    UNSIGNED_4,
    SIGNED_8,
    /// Given as a `long` whose bits are the unsigned value.
    UNSIGNED_8;

    public static WireInteger of(WireColumn column) {
        boolean unsigned = column.isUnsigned();
        return switch (column.type().fixedBytes()) {
            case 1 -> unsigned ? UNSIGNED_1 : SIGNED_1;
            case 2 -> unsigned ? UNSIGNED_2 : SIGNED_2;
            case 4 -> unsigned ? UNSIGNED_4 : SIGNED_4;
            case 8 -> unsigned ? UNSIGNED_8 : SIGNED_8;
            default -> throw new IllegalStateException(column.type() + " is no integer");
        };
    }

    public long read(byte[] in, int at) {
        return switch (this) {
            case SIGNED_1 -> in[at];
            case UNSIGNED_1 -> LittleEndian.u8(in, at);
            case SIGNED_2 -> LittleEndian.i16(in, at);
            case UNSIGNED_2 -> LittleEndian.u16(in, at);
            case SIGNED_4 -> LittleEndian.i32(in, at);
            case UNSIGNED_4 -> LittleEndian.u32(in, at);
            case SIGNED_8, UNSIGNED_8 -> LittleEndian.i64(in, at);
        };
    }
}
