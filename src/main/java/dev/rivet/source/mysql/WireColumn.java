package dev.rivet.source.mysql;

import io.netty.buffer.ByteBuf;
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
record WireColumn(
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
    private static final int UNSIGNED_FLAG = 0x20;
    private static final int ENUM_FLAG = 0x100;
    private static final int SET_FLAG = 0x800;

    /// Reads a column definition packet.
    static WireColumn parse(ByteBuf packet) {
        ByteBuf in = packet.duplicate();
        text(in);
        String schema = text(in);
        text(in);
        String table = text(in);
        String name = text(in);
        String origin = text(in);
        Lenenc.read(in);
        int charset = in.readUnsignedShortLE();
        long length = in.readUnsignedIntLE();
        WireType type = WireType.ofCode(in.readUnsignedByte());
        int flags = in.readUnsignedShortLE();
        int decimals = in.readUnsignedByte();
        return new WireColumn(schema, table, origin, name, charset, length, type, flags, decimals);
    }

    private static String text(ByteBuf in) {
        int length = (int) Lenenc.read(in);
        return in.readCharSequence(length, StandardCharsets.UTF_8).toString();
    }

    boolean isUnsigned() {
        return (flags & UNSIGNED_FLAG) != 0;
    }

    boolean isBinary() {
        return charset == BINARY_CHARSET;
    }

    boolean isEnum() {
        return type == WireType.ENUM || (flags & ENUM_FLAG) != 0;
    }

    boolean isSet() {
        return type == WireType.SET || (flags & SET_FLAG) != 0;
    }
}
