package dev.rivet.source.postgres.type;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A column of a result as the server announces it.
///
/// @param typeModifier meaning depends on the type; -1 when there is none
public record ResultColumn(String name, long typeOid, int typeModifier) {
    private static final int TABLE_OID_AND_ATTRIBUTE_BYTES = Integer.BYTES + Short.BYTES;

    /// Reads the body of a RowDescription message.
    public static List<ResultColumn> parse(ByteBuf in, int from) {
        int count = in.getUnsignedShort(from);
        int at = from + Short.BYTES;
        List<ResultColumn> columns = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int nameLength = in.bytesBefore(at, in.writerIndex() - at, (byte) 0);
            String name = in.toString(at, nameLength, StandardCharsets.UTF_8);
            at += nameLength + 1 + TABLE_OID_AND_ATTRIBUTE_BYTES;
            long typeOid = in.getUnsignedInt(at);
            at += Integer.BYTES + Short.BYTES;
            columns.add(new ResultColumn(name, typeOid, in.getInt(at)));
            at += Integer.BYTES + Short.BYTES;
        }
        return columns;
    }
}
