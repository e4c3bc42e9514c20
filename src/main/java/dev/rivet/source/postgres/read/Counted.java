package dev.rivet.source.postgres.read;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/// The server's own count of the rows that it sent: none is lost on the way.
final class Counted {
    private static final Set<String> UNCOUNTED = Set.of("SHOW", "EXPLAIN");

    private Counted() {}

    /// Compares the count of a CommandComplete message with the rows that came.
    ///
    /// @param length of the message's body
    /// @throws IllegalStateException when they differ
    static void check(ByteBuf in, int from, int length, long rows) {
        check(tag(in, from, length), rows);
    }

    /// The same for a statement of any kind: `SHOW` and `EXPLAIN` bring rows, and do not count.
    static void checkIfCounted(ByteBuf in, int from, int length, long rows) {
        String tag = tag(in, from, length);
        if (!UNCOUNTED.contains(tag)) {
            check(tag, rows);
        }
    }

    private static String tag(ByteBuf in, int from, int length) {
        return in.toString(from, Math.max(0, length - 1), StandardCharsets.UTF_8);
    }

    private static void check(String tag, long rows) {
        if (!tag.equals("SELECT " + rows)) {
            throw new IllegalStateException(rows + " rows and then: " + tag);
        }
    }
}
