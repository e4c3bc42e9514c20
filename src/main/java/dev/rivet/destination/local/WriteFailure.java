package dev.rivet.destination.local;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.Place;
import dev.rivet.diag.RivetException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;

/// Turns what the operating system says into what a user can act on.
final class WriteFailure {
    /// Less free space than a few writes take: the disk is full.
    private static final long FULL_BELOW_BYTES = 256 * 1024;

    private WriteFailure() {}

    /// @param bytes how much of the file had been written
    static RivetException of(Path target, long bytes, IOException cause) {
        if (cause instanceof ClosedByInterruptException) {
            return interrupted(target, cause);
        }
        return failure(target, bytes, cause).at(Place.file(target.toString())).toException(cause);
    }

    static RivetException interrupted(Path target, IOException cause) {
        return Diagnostic.of(
                        Code.RUN_INTERRUPTED, "The run was stopped while it wrote " + target + ".")
                .toException(cause);
    }

    private static Diagnostic failure(Path target, long bytes, IOException cause) {
        Path folder = DurableFiles.folderOf(target);
        OptionalLong free = freeBytes(folder);
        String reason = reason(cause);
        if (free.isPresent() && free.getAsLong() < FULL_BELOW_BYTES) {
            return Diagnostic.of(
                    Code.DEST_WRITE_FAILED,
                    "The disk is full: cannot write %s (%s): it needs more than %s, and %s are free."
                            .formatted(target, reason, amount(bytes), amount(free.getAsLong())),
                    "Free space on the disk of " + folder + ", then run again.");
        }
        return Diagnostic.of(
                Code.DEST_WRITE_FAILED,
                "Cannot write %s after %s: %s.".formatted(target, amount(bytes), reason));
    }

    /// The system's words without the path, which the message has already.
    static String reason(IOException cause) {
        if (cause instanceof AccessDeniedException) {
            return "permission denied";
        }
        String reason =
                cause instanceof FileSystemException failure
                        ? failure.getReason()
                        : cause.getMessage();
        return reason == null ? cause.getClass().getSimpleName() : reason;
    }

    private static OptionalLong freeBytes(Path folder) {
        try {
            return OptionalLong.of(Files.getFileStore(folder).getUsableSpace());
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    private static String amount(long bytes) {
        return bytes < 1_000_000
                ? bytes + " bytes"
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1_000_000.0);
    }
}
