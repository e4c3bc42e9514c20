package dev.rivet.diag;

/// The heap is too small for what was asked.
public final class MemoryShortage {
    private static final long MEGABYTE = 1 << 20;

    private MemoryShortage() {}

    /// What to tell instead of the error that Java threw, wherever it hit.
    public static RivetException of(OutOfMemoryError error) {
        return Diagnostic.of(
                        Code.RUN_OUT_OF_MEMORY,
                        "the heap of %d MB is full"
                                .formatted(Runtime.getRuntime().maxMemory() / MEGABYTE))
                .toException(error);
    }
}
