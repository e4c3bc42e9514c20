package dev.rivet.diag;

import java.util.Locale;

/// The heap is too small for what was asked.
public final class MemoryShortage {
    private static final long MEGABYTE = 1 << 20;

    private MemoryShortage() {}

    /// What to tell instead of the error that Java threw, wherever it hit.
    public static RivetException of(OutOfMemoryError error) {
        return Diagnostic.of(
                        Code.RUN_OUT_OF_MEMORY,
                        String.format(
                                Locale.ROOT,
                                "the heap of %d MB is full",
                                Runtime.getRuntime().maxMemory() / MEGABYTE))
                .toException(error);
    }
}
