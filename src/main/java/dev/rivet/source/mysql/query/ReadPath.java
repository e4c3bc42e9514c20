package dev.rivet.source.mysql.query;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How a selection is read: what is planned, and once the read has begun, what came of it.
/// Thread-safe.
public final class ReadPath {
    private final @Nullable PageKey key;
    private final int planned;
    private volatile Begun begun;
    private volatile @Nullable String position;

    private ReadPath(@Nullable PageKey key, int planned) {
        this.key = key;
        this.planned = planned;
        this.begun = new Begun(planned, planned > 1 ? "up to " : "", null);
    }

    /// What came of the plan.
    ///
    /// @param shortfall why there are fewer connections than planned
    private record Begun(int connections, String about, @Nullable String shortfall) {}

    /// What is planned.
    ///
    /// @param key what the table is read by, if by anything
    /// @param connections as many as are worth it
    public static ReadPath of(@Nullable PageKey key, int connections) {
        return new ReadPath(key, key != null && key.isInteger() ? connections : 1);
    }

    public int planned() {
        return planned;
    }

    public void begunAsPlanned() {
        begun = new Begun(planned, "", null);
    }

    public void begunAlone(String why) {
        begun = new Begun(1, "", why);
    }

    /// The server's log stood there before the view began; null where that may not be known.
    public void begunAt(@Nullable String where) {
        position = where;
    }

    Optional<String> position() {
        return Optional.ofNullable(position);
    }

    /// What is not as it was planned, for people.
    public List<String> remarks() {
        String why = begun.shortfall();
        return why == null ? List.of() : List.of("read over one connection: " + why);
    }

    String text() {
        if (key == null) {
            return "stream, one statement";
        }
        String kind = key.isInteger() ? "key ranges by " : "key pages by ";
        return shared(kind + key.column());
    }

    /// A way of reading, and over how many connections.
    String shared(String way) {
        return way + connections(begun) + ", one snapshot";
    }

    private static String connections(Begun begun) {
        if (begun.shortfall() != null) {
            return ", 1 connection (" + begun.shortfall() + ")";
        }
        int count = begun.connections();
        return count > 1 ? ", " + begun.about() + count + " connections" : "";
    }
}
