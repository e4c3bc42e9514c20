package dev.rivet.source.mysql.wire;

import io.netty.buffer.ByteBuf;
import io.vertx.mysqlclient.MySQLException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// An error that answers nothing: what a server says before it ends an idle connection.
final class Farewell {
    private static final int HEADER_BYTES = 4;
    private static final int ERROR = 0xFF;
    private static final int STATE_MARK = '#';
    private static final int STATE_BYTES = 5;
    private static final int MESSAGE_OFFSET = HEADER_BYTES + 3 + 1 + STATE_BYTES;

    private Farewell() {}

    /// Looks at what has arrived on an idle connection. An answer continues the numbering that its
    /// question began; this begins one.
    static Optional<MySQLException> in(ByteBuf bytes) {
        int at = bytes.readerIndex();
        int length = bytes.readableBytes();
        if (length < MESSAGE_OFFSET
                || bytes.getUnsignedMediumLE(at) != length - HEADER_BYTES
                || bytes.getUnsignedByte(at + 3) != 0
                || bytes.getUnsignedByte(at + HEADER_BYTES) != ERROR
                || bytes.getUnsignedByte(at + HEADER_BYTES + 3) != STATE_MARK) {
            return Optional.empty();
        }
        int code = bytes.getUnsignedShortLE(at + HEADER_BYTES + 1);
        String state = text(bytes, at + MESSAGE_OFFSET - STATE_BYTES, STATE_BYTES);
        String message = text(bytes, at + MESSAGE_OFFSET, length - MESSAGE_OFFSET);
        return Optional.of(new MySQLException(message, code, state));
    }

    private static String text(ByteBuf bytes, int at, int length) {
        return bytes.toString(at, length, StandardCharsets.UTF_8);
    }
}
