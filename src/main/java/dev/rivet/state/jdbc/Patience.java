package dev.rivet.state.jdbc;

import java.time.Duration;

/// How long PostgreSQL is waited for: nothing waits for ever.
///
/// @param connect for a connection
/// @param statement for the end of a statement
/// @param answer for anything from the server, which gives up a statement before that
/// @param lock for others that write
/// @param idle for the next statement of a transaction: whoever died in one does not stop others
/// @param repeat from the beginning of a piece of work: no attempt begins later
record Patience(
        Duration connect,
        Duration statement,
        Duration answer,
        Duration lock,
        Duration idle,
        Duration repeat) {
    /// An attempt that begins last is over before another machine may have the lease, unless the
    /// server itself stands still.
    static final Patience USUAL =
            new Patience(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(40),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(18));

    /// The same for who waits in a transaction while something else is done.
    Patience idling(Duration longer) {
        return new Patience(connect, statement, answer, lock, longer, repeat);
    }
}
