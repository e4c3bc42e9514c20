package dev.rivet.source.postgres.wire;

/// Throws rows away, whole and in part: one may be larger than the memory. Event loop only.
public final class UnwantedRows {
    private long left;

    /// Drops what the window begins with, up to the first message that is no row.
    public void drop(Window window) {
        do {
            int dropped = (int) Math.min(left, window.to() - window.from());
            window.consume(window.from() + dropped);
            left -= dropped;
            if (left == 0 && isRow(window)) {
                left = 1L + window.messageLength(window.from());
            }
        } while (left > 0 && window.to() > window.from());
    }

    private static boolean isRow(Window window) {
        return window.hasHeader() && window.bytes()[window.from()] == Window.ROW;
    }
}
