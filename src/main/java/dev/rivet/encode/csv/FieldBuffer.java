package dev.rivet.encode.csv;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/// Bytes on their way to a file. Not thread-safe.
final class FieldBuffer {
    /// From this length on it is worth a write.
    static final int FLUSH_BYTES = 1 << 16;
    private static final int FIRST_CAPACITY = FLUSH_BYTES + (1 << 12);

    /// A buffer that one long row made longer than this is given back after it.
    private static final int MAX_KEPT_BYTES = 1 << 22;

    private static final int MAX_LONG_DIGITS = 19;

    private byte[] bytes = new byte[FIRST_CAPACITY];
    private int length;

    void put(char ascii) {
        room(1);
        bytes[length++] = (byte) ascii;
    }

    void put(byte[] source, int from, int count) {
        room(count);
        System.arraycopy(source, from, bytes, length, count);
        length += count;
    }

    /// Text of ASCII characters only.
    void putAscii(String text) {
        int count = text.length();
        room(count);
        for (int i = 0; i < count; i++) {
            bytes[length + i] = (byte) text.charAt(i);
        }
        length += count;
    }

    void putZeros(int count) {
        for (int i = 0; i < count; i++) {
            put('0');
        }
    }

    void putLong(long value) {
        if (value < 0) {
            put('-');
        }
        putMagnitude(value, 1);
    }

    /// Digits of the absolute value, with leading zeros up to `minDigits`, at most 19 of them.
    void putMagnitude(long value, int minDigits) {
        long rest = value > 0 ? -value : value;
        int digits = Math.max(minDigits, digits(rest));
        room(digits);
        for (int i = length + digits - 1; i >= length; i--) {
            bytes[i] = (byte) ('0' - rest % 10);
            rest /= 10;
        }
        length += digits;
    }

    private static int digits(long negative) {
        int digits = 1;
        for (long bound = -10; digits < MAX_LONG_DIGITS && negative <= bound; bound *= 10) {
            digits++;
        }
        return digits;
    }

    private void room(int count) {
        if (count > bytes.length - length) {
            int needed = Math.addExact(length, count);
            bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length + bytes.length / 2));
        }
    }

    int length() {
        return length;
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(bytes, 0, length);
    }

    void clear() {
        length = 0;
        if (bytes.length > MAX_KEPT_BYTES) {
            bytes = new byte[FIRST_CAPACITY];
        }
    }
}
