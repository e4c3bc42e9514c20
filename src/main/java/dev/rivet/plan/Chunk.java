package dev.rivet.plan;

/// What is read, committed and, when it fails, read again as one piece.
///
/// @param ordinal from 1
public record Chunk(int ordinal, Slice slice) {
    public Chunk {
        if (ordinal < 1) {
            throw new IllegalArgumentException("chunk " + ordinal);
        }
    }
}
