package dev.rivet.source.postgres.wire;

/// How the server renders the values of a result column.
public enum WireFormat {
    /// As its type's output function writes them, the same as `::text`.
    TEXT(0),
    BINARY(1);

    private final int code;

    WireFormat(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
