package dev.rivet.plan;

/// Where a slice begins or ends.
public record Edge(KeyValue value, Side side) {
    /// Whether rows with the value itself belong to the slice.
    public enum Side {
        INCLUDED,
        EXCLUDED
    }

    public static Edge including(KeyValue value) {
        return new Edge(value, Side.INCLUDED);
    }

    public static Edge excluding(KeyValue value) {
        return new Edge(value, Side.EXCLUDED);
    }

    /// The text of its value.
    public String text() {
        return value.text();
    }

    public boolean isIncluded() {
        return side == Side.INCLUDED;
    }
}
