package dev.rivet.plan;

/// How far an export has been delivered: every row whose key lies before this edge. The next run
/// begins behind it.
public record Watermark(Key key, Edge edge) {
    public KeyValue value() {
        return edge.value();
    }

    /// Where rows begin that have not been delivered.
    public Edge beyond() {
        return edge.isIncluded() ? Edge.excluding(value()) : Edge.including(value());
    }
}
