package dev.rivet.source.mysql.query;

import dev.rivet.source.mysql.type.SourceColumn;
import dev.rivet.source.mysql.wire.WireType;
import java.util.Arrays;

/// The blank of a character set, which a server in the mode `PAD_CHAR_TO_FULL_LENGTH` fills a CHAR
/// up with. A key goes back without: compared by a NO PAD collation, the filled one would be larger
/// than keys that come behind it.
enum KeyPad {
    NONE(0, 0),
    ONE_BYTE(1, 0),
    TWO_BYTES(2, 1),
    TWO_BYTES_LITTLE_ENDIAN(2, 0),
    FOUR_BYTES(4, 3);

    private static final byte SPACE = 0x20;

    private final int width;

    /// Which of its bytes is not zero.
    private final int place;

    KeyPad(int width, int place) {
        this.width = width;
        this.place = place;
    }

    static KeyPad of(SourceColumn column, String charset) {
        if (column.wire().type() != WireType.STRING || column.wire().isBinary()) {
            return NONE;
        }
        return switch (charset) {
            case "ucs2", "utf16" -> TWO_BYTES;
            case "utf16le" -> TWO_BYTES_LITTLE_ENDIAN;
            case "utf32" -> FOUR_BYTES;
            default -> ONE_BYTE;
        };
    }

    byte[] trimmed(byte[] key) {
        int end = key.length;
        while (width > 0 && end >= width && isAt(key, end - width)) {
            end -= width;
        }
        return end == key.length ? key : Arrays.copyOf(key, end);
    }

    private boolean isAt(byte[] key, int at) {
        for (int i = 0; i < width; i++) {
            if (key[at + i] != (i == place ? SPACE : 0)) {
                return false;
            }
        }
        return true;
    }
}
