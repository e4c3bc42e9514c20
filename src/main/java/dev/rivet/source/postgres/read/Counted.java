package dev.rivet.source.postgres.read;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/// The server's own count of the rows that it sent: none is lost on the way.
final class Counted {
    private Counted() {}

    /// Compares the count of a CommandComplete message with the rows that came.
    ///
    /// @param length of the message's body
    /// @throws IllegalStateException when they differ
    static void check(ByteBuf in, int from, int length, long rows) {
        String done = in.toString(from, Math.max(0, length - 1), StandardCharsets.UTF_8);
        if (!done.equals("SELECT " + rows)) {
            throw new IllegalStateException(rows + " rows and then: " + done);
        }
    }
}
