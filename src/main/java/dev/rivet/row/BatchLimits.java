package dev.rivet.row;

/// When a batch is full: whichever comes first.
public record BatchLimits(int rows, long bytes) {
    public BatchLimits {
        if (rows < 1 || bytes < 1) {
            throw new IllegalArgumentException("limits " + rows + " rows, " + bytes + " bytes");
        }
    }
}
