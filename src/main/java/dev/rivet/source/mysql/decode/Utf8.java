package dev.rivet.source.mysql.decode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Checks that bytes are well-formed UTF-8.
final class Utf8 {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Utf8() {}

    static boolean isValid(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            at = asciiEnd(bytes, at, to);
            if (at < to) {
                int length = sequenceLength(bytes, at, to);
                if (length == 0) {
                    return false;
                }
                at += length;
            }
        }
        return true;
    }

    static boolean isAscii(byte[] bytes, int from, int to) {
        return asciiEnd(bytes, from, to) == to;
    }

    private static int asciiEnd(byte[] bytes, int from, int to) {
        int at = from;
        while (at <= to - Long.BYTES && ((long) LONGS.get(bytes, at) & HIGH_BITS) == 0) {
            at += Long.BYTES;
        }
        while (at < to && bytes[at] >= 0) {
            at++;
        }
        return at;
    }

    /// Bytes of the multi-byte character that starts here; 0 when there is none.
    private static int sequenceLength(byte[] bytes, int at, int to) {
        int lead = bytes[at] & 0xFF;
        if (lead >= 0xC2 && lead <= 0xDF) {
            return continues(bytes, at, to, 2, 0x80, 0xBF);
        }
        if (lead >= 0xE0 && lead <= 0xEF) {
            int low = lead == 0xE0 ? 0xA0 : 0x80;
            int high = lead == 0xED ? 0x9F : 0xBF;
            return continues(bytes, at, to, 3, low, high);
        }
        if (lead >= 0xF0 && lead <= 0xF4) {
            int low = lead == 0xF0 ? 0x90 : 0x80;
            int high = lead == 0xF4 ? 0x8F : 0xBF;
            return continues(bytes, at, to, 4, low, high);
        }
        return 0;
    }

    /// The length if the second byte lies in the range and all later ones continue, else 0.
    private static int continues(byte[] bytes, int at, int to, int length, int low, int high) {
        if (at + length > to) {
            return 0;
        }
        int second = bytes[at + 1] & 0xFF;
        boolean good = second >= low && second <= high;
        for (int i = 2; i < length; i++) {
            good &= (bytes[at + i] & 0xC0) == 0x80;
        }
        return good ? length : 0;
    }
}
