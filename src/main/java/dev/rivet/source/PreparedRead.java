package dev.rivet.source;

import java.util.List;

/// A read that is ready to start.
///
/// @param streams run side by side, each over a connection of its own; together they bring every
///     row of the selection once
/// @param remarks what is not as it was planned, for people
public record PreparedRead(List<BatchReader> streams, List<String> remarks) {
    public PreparedRead {
        streams = List.copyOf(streams);
        remarks = List.copyOf(remarks);
    }

    public static PreparedRead of(BatchReader stream) {
        return new PreparedRead(List.of(stream), List.of());
    }
}
