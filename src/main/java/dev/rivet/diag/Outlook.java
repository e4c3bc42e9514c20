package dev.rivet.diag;

/// What becomes of the same call later, without anybody changing anything.
public enum Outlook {
    /// It fails the same way.
    PERMANENT(Transience.PERMANENT),

    /// The address leads nowhere, or to something else. It passes where the address has led to a
    /// server before.
    MISLED(Transience.PERMANENT),

    /// Nobody answers at the address. It passes where somebody has answered before.
    UNREACHABLE(Transience.TRANSIENT),

    /// It may succeed at once.
    PASSING(Transience.TRANSIENT),

    /// Others went first, and are done in a moment.
    CONFLICT(Transience.TRANSIENT),

    /// The server lacks something, such as memory, that others give back.
    EXHAUSTED(Transience.TRANSIENT),

    /// The server starts or stops, or has no connection to spare.
    UNAVAILABLE(Transience.TRANSIENT),

    /// Somebody has ended it on purpose. It may succeed, and is not ours to ask for again.
    STOPPED(Transience.TRANSIENT);

    private final Transience transience;

    Outlook(Transience transience) {
        this.transience = transience;
    }

    public Transience transience() {
        return transience;
    }
}
