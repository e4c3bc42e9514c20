package dev.rivet.observe;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A titled list of labelled values.
final class Block {
    private static final int WIDTH = 60;

    private final StringBuilder text = new StringBuilder();

    Block(String title) {
        String head = "── " + title + " ";
        text.append(head).append("─".repeat(Math.max(2, WIDTH - head.length()))).append('\n');
    }

    /// Adds a row, unless there is no value.
    Block row(String label, @Nullable String value) {
        if (value != null) {
            text.append(String.format(Locale.ROOT, "  %-15s %s\n", label + ":", value));
        }
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
