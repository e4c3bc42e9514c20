package dev.rivet.source.mysql.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The answer to an executed statement, in packets.
public final class ServerStream {
    private static final int LARGEST_PACKET = 0xFFFFFF;

    private ServerStream() {}

    /// How a server ends columns and rows.
    public enum End {
        /// With a packet each, as servers do that know nothing else.
        TWO_EOF,
        /// Only after the rows, as `CLIENT_DEPRECATE_EOF` wants it.
        ONE_OK
    }

    public static byte[] of(List<WireColumn> columns, List<byte[]> rows, End end) {
        ByteBuf out = Unpooled.buffer();
        packet(out, new byte[] {(byte) columns.size()});
        columns.forEach(each -> packet(out, definition(each)));
        if (end == End.TWO_EOF) {
            packet(out, new byte[] {(byte) 0xFE, 0, 0, 2, 0});
        }
        rows.forEach(each -> packet(out, each));
        packet(
                out,
                end == End.TWO_EOF
                        ? new byte[] {(byte) 0xFE, 0, 0, 2, 0}
                        : new byte[] {(byte) 0xFE, 0, 0, 2, 0, 0, 0});
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return bytes;
    }

    /// A payload of the largest size or more goes on in the next packet.
    private static void packet(ByteBuf out, byte[] payload) {
        int at = 0;
        int length;
        do {
            length = Math.min(LARGEST_PACKET, payload.length - at);
            out.writeMediumLE(length).writeByte(0).writeBytes(payload, at, length);
            at += length;
        } while (length == LARGEST_PACKET);
    }

    private static byte[] definition(WireColumn column) {
        ByteBuf out = Unpooled.buffer();
        List<String> names =
                List.of(
                        "def",
                        column.schema(),
                        column.table(),
                        column.table(),
                        column.name(),
                        column.origin());
        for (String each : names) {
            byte[] name = each.getBytes(StandardCharsets.UTF_8);
            out.writeByte(name.length).writeBytes(name);
        }
        out.writeByte(12).writeShortLE(column.charset()).writeIntLE((int) column.length());
        out.writeByte(code(column.type())).writeShortLE(column.flags());
        out.writeByte(column.decimals()).writeShortLE(0);
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return bytes;
    }

    private static int code(WireType type) {
        for (int code = 0; code < 256; code++) {
            if (WireType.ofCode(code) == type) {
                return code;
            }
        }
        throw new IllegalStateException(type.toString());
    }
}
