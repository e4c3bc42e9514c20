package dev.rivet.source;

import java.util.List;

/// A read that is ready to start.
///
/// @param streams run side by side, each over a connection of its own; together they bring every
///     row of the selection once
/// @param path how it is read, for people: `portal, one snapshot`, `key pages by id`
/// @param remarks what is not as it was planned, for people
public record PreparedRead(List<BatchReader> streams, String path, List<String> remarks) {
    public PreparedRead {
        streams = List.copyOf(streams);
        remarks = List.copyOf(remarks);
    }

    public static PreparedRead of(BatchReader stream, String path) {
        return new PreparedRead(List.of(stream), path, List.of());
    }
}
