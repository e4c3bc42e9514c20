package dev.rivet.source.mysql.connect;

/// Why several connections do not share read views.
public final class NoSharedViews extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean firstKeptItsView;

    private NoSharedViews(String why, boolean firstKeptItsView) {
        super(why);
        this.firstKeptItsView = firstKeptItsView;
    }

    /// The first connection still has the view with which it came.
    static NoSharedViews before(String why) {
        return new NoSharedViews(why, true);
    }

    /// The first connection had let its view go, and may have lost the table.
    static NoSharedViews after(String why) {
        return new NoSharedViews(why, false);
    }

    /// In words for people.
    public String why() {
        return String.valueOf(getMessage());
    }

    public boolean firstKeptItsView() {
        return firstKeptItsView;
    }
}
