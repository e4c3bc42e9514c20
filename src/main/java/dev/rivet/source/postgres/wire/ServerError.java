package dev.rivet.source.postgres.wire;

import io.netty.buffer.ByteBuf;
import io.vertx.pgclient.PgException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What the server said when it refused something.
///
/// @param sqlState five characters
/// @param position where in the statement, counted in characters from 1
public record ServerError(
        String sqlState,
        String message,
        @Nullable String detail,
        @Nullable String hint,
        @Nullable String position) {

    public static ServerError of(PgException error) {
        return new ServerError(
                error.getSqlState(),
                error.getErrorMessage(),
                error.getDetail(),
                error.getHint(),
                error.getPosition());
    }

    /// Reads the body of an ErrorResponse message.
    public static ServerError parse(ByteBuf in, int from) {
        @Nullable String[] fields = new @Nullable String[128];
        int at = from;
        while (in.getByte(at) != 0) {
            int length = in.bytesBefore(at + 1, in.writerIndex() - at - 1, (byte) 0);
            fields[in.getByte(at) & 0x7F] = in.toString(at + 1, length, StandardCharsets.UTF_8);
            at += length + 2;
        }
        return new ServerError(
                orUnknown(fields['C']),
                orUnknown(fields['M']),
                fields['D'],
                fields['H'],
                fields['P']);
    }

    private static String orUnknown(@Nullable String field) {
        return field == null ? "unknown" : field;
    }

    /// The class of conditions that the state belongs to: its first two characters.
    public String stateClass() {
        return sqlState.substring(0, Math.min(2, sqlState.length()));
    }

    /// Everything the server said, on one line.
    public String words() {
        StringBuilder words = new StringBuilder(message);
        if (detail != null) {
            words.append("; ").append(detail);
        }
        if (hint != null) {
            words.append("; hint: ").append(hint);
        }
        if (position != null) {
            words.append("; at character ").append(position);
        }
        return words.append(" [SQLSTATE ").append(sqlState).append(']').toString();
    }
}
