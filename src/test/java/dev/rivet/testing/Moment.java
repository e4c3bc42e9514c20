package dev.rivet.testing;

import java.util.OptionalInt;
import java.util.function.Predicate;

/// When a [TcpProxy] is to act: as a client sends something, before the server gets it.
///
/// What a client writes at once passes as one chunk, up to 64 KiB; a message that is sent together
/// with others is in one chunk with them. Connections and times are counted from 1.
///
/// @param words for people
/// @param chunk whether a chunk is meant; each of its bytes is one character (ISO 8859-1)
/// @param connection which connection it must come over; empty is any
/// @param time at the how-manieth such chunk; earlier and later ones are left alone
public record Moment(String words, Predicate<String> chunk, OptionalInt connection, int time) {
    /// How a PostgreSQL client asks, over a connection of its own, that a statement be cancelled.
    public static final String POSTGRES_CANCEL = "\u0004\u00d2\u0016.";

    public Moment {
        if (time < 1 || connection.orElse(1) < 1) {
            throw new IllegalArgumentException("connections and times are counted from 1");
        }
    }

    /// The first chunk that contains this text, in upper and lower case as it stands.
    public static Moment of(String text) {
        return new Moment("'" + text + "'", chunk -> chunk.contains(text), OptionalInt.empty(), 1);
    }

    /// The first chunk of which this holds.
    public static Moment when(String words, Predicate<String> chunk) {
        return new Moment(words, chunk, OptionalInt.empty(), 1);
    }

    /// The same over the n-th connection that the proxy accepted.
    public Moment onConnection(int ordinal) {
        return new Moment(words, chunk, OptionalInt.of(ordinal), time);
    }

    /// The same at the n-th such chunk, over whichever connections they come.
    public Moment nthTime(int ordinal) {
        return new Moment(words, chunk, connection, ordinal);
    }

    boolean matches(int ordinal, String sent) {
        return connection.orElse(ordinal) == ordinal && chunk.test(sent);
    }
}
