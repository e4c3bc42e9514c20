package dev.rivet.source.mysql.wire;

import java.nio.charset.StandardCharsets;

/// A column of a result as the server defines it on the wire.
///
/// @param schema database of the table that the column comes from; empty for expressions
/// @param table that table's own name, not its alias; empty for expressions
/// @param origin the column's own name there; empty for expressions
/// @param name the name in the result
/// @param charset collation number; 63 is binary
/// @param length most characters of the text form, in bytes
/// @param decimals fraction digits; 31 when they are not fixed
public record WireColumn(
        String schema,
        String table,
        String origin,
        String name,
        int charset,
        long length,
        WireType type,
        int flags,
        int decimals) {
    private static final int BINARY_CHARSET = 63;
    private static final int NOT_NULL_FLAG = 0x1;
    private static final int UNSIGNED_FLAG = 0x20;
    private static final int ENUM_FLAG = 0x100;
    private static final int SET_FLAG = 0x800;

    /// Reads a column definition message.
    static WireColumn parse(byte[] bytes, int from) {
        Definition in = new Definition(bytes, from);
        in.text();
        String schema = in.text();
        in.text();
        String table = in.text();
        String name = in.text();
        String origin = in.text();
        int fixed = in.fixedPart();
        return new WireColumn(
                schema,
                table,
                origin,
                name,
                LittleEndian.u16(bytes, fixed),
                LittleEndian.u32(bytes, fixed + 2),
                WireType.ofCode(LittleEndian.u8(bytes, fixed + 6)),
                LittleEndian.u16(bytes, fixed + 7),
                LittleEndian.u8(bytes, fixed + 9));
    }

    /// A place in a definition, which moves forward.
    private static final class Definition {
        private final byte[] bytes;
        private int at;

        Definition(byte[] bytes, int at) {
            this.bytes = bytes;
            this.at = at;
        }

        String text() {
            int length = (int) Lenenc.get(bytes, at);
            int start = at + Lenenc.size(LittleEndian.u8(bytes, at));
            at = start + length;
            return new String(bytes, start, length, StandardCharsets.UTF_8);
        }

        /// Where the part behind the names begins.
        int fixedPart() {
            return at + Lenenc.size(LittleEndian.u8(bytes, at));
        }
    }

    /// Whether it is never NULL.
    public boolean isRequired() {
        return (flags & NOT_NULL_FLAG) != 0;
    }

    public boolean isUnsigned() {
        return (flags & UNSIGNED_FLAG) != 0;
    }

    public boolean isBinary() {
        return charset == BINARY_CHARSET;
    }

    public boolean isEnum() {
        return type == WireType.ENUM || (flags & ENUM_FLAG) != 0;
    }

    public boolean isSet() {
        return type == WireType.SET || (flags & SET_FLAG) != 0;
    }
}
