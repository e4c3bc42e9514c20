package dev.rivet.extract;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Places in a run at which a test can let it die, fail or wait, to see what the next run makes of
/// it. Named by environment variables; without those, nothing happens:
///
/// - `RIVET_TEST_PANIC_AT=<point>`: the process ends at once, with 70, and cleans nothing up;
/// - `RIVET_TEST_ERROR_AT=<point>`: the run fails;
/// - `RIVET_TEST_BLOCK_AT=<point>` with `RIVET_TEST_BLOCK_MS` (10,000): it waits so long;
/// - `RIVET_TEST_PAUSE_AT=<point>:<ms>` with `RIVET_TEST_PAUSE_MARKER=<file>`: it makes that file,
///   and waits so long.
final class FaultPoint {
    /// How a process ends that was to die.
    private static final int DEAD = 70;

    private static final long LONGEST_MILLIS = 600_000;

    private FaultPoint() {}

    /// The run has come to a place.
    static void reached(String point) {
        if (is("RIVET_TEST_PANIC_AT", point)) {
            Runtime.getRuntime().halt(DEAD);
        }
        if (is("RIVET_TEST_ERROR_AT", point)) {
            throw Diagnostic.of(Code.CLI_TEST_FAULT_INJECTED, "failed at " + point + ", as asked")
                    .toException();
        }
        if (is("RIVET_TEST_BLOCK_AT", point)) {
            pause(value("RIVET_TEST_BLOCK_MS").orElse("10000"));
        }
        String pause = value("RIVET_TEST_PAUSE_AT").orElse("");
        if (pause.startsWith(point + ":")) {
            value("RIVET_TEST_PAUSE_MARKER").ifPresent(FaultPoint::mark);
            pause(pause.substring(point.length() + 1));
        }
    }

    /// The run has come to a place of one of its chunks: `after_chunk_file:3`.
    static void reached(String point, int ordinal) {
        reached(point + ":" + ordinal);
    }

    private static boolean is(String variable, String point) {
        return value(variable).filter(point::equals).isPresent();
    }

    private static Optional<String> value(String variable) {
        return Optional.ofNullable(System.getenv(variable));
    }

    private static void mark(String file) {
        try {
            Files.writeString(Path.of(file), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void pause(String millis) {
        try {
            Thread.sleep(Math.clamp(Long.parseLong(millis), 0, LONGEST_MILLIS));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
