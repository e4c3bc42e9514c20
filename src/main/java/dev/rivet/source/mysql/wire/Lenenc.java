package dev.rivet.source.mysql.wire;

/// The protocol's length-encoded integers: 1, 3, 4 or 9 bytes.
public final class Lenenc {
    private static final int TWO_BYTES = 0xFC;
    private static final int THREE_BYTES = 0xFD;
    private static final int EIGHT_BYTES = 0xFE;

    private Lenenc() {}

    /// Bytes that the integer which starts with this byte occupies.
    public static int size(int first) {
        return switch (first) {
            case TWO_BYTES -> 3;
            case THREE_BYTES -> 4;
            case EIGHT_BYTES -> 9;
            default -> 1;
        };
    }

    public static long get(byte[] in, int at) {
        int first = LittleEndian.u8(in, at);
        return switch (first) {
            case TWO_BYTES -> LittleEndian.u16(in, at + 1);
            case THREE_BYTES -> LittleEndian.u24(in, at + 1);
            case EIGHT_BYTES -> LittleEndian.i64(in, at + 1);
            default -> first;
        };
    }
}
