package dev.rivet.source.postgres.type;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A column of a result as the server announces it. Two that are equal are the same column of the
/// same table, whatever that is called by now.
///
/// @param typeModifier meaning depends on the type; -1 when there is none
/// @param tableOid the table that it is a column of; 0 when it is an expression
/// @param attribute its number in that table; 0 when it is an expression
public record ResultColumn(
        String name, long typeOid, int typeModifier, long tableOid, int attribute) {

    private static final int TABLE_OID_BYTES = Integer.BYTES;
    private static final int TYPE_OID_BYTES = Integer.BYTES;

    /// Reads the body of a RowDescription message.
    public static List<ResultColumn> parse(ByteBuf in, int from) {
        int count = in.getUnsignedShort(from);
        int at = from + Short.BYTES;
        List<ResultColumn> columns = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int nameLength = in.bytesBefore(at, in.writerIndex() - at, (byte) 0);
            String name = in.toString(at, nameLength, StandardCharsets.UTF_8);
            at += nameLength + 1;
            long tableOid = in.getUnsignedInt(at);
            int attribute = in.getShort(at + TABLE_OID_BYTES);
            at += TABLE_OID_BYTES + Short.BYTES;
            long typeOid = in.getUnsignedInt(at);
            int modifier = in.getInt(at + TYPE_OID_BYTES + Short.BYTES);
            at += TYPE_OID_BYTES + Short.BYTES + Integer.BYTES + Short.BYTES;
            columns.add(new ResultColumn(name, typeOid, modifier, tableOid, attribute));
        }
        return columns;
    }
}
