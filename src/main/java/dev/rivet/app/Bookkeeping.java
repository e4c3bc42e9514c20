package dev.rivet.app;

import java.util.function.Consumer;

/// What is written down once everything has run. It is worth a warning when that fails, and the
/// report goes to its reader all the same.
///
/// @param warnings told what could not be written down
record Bookkeeping(Consumer<String> warnings) {
    void run(Runnable entry) {
        try {
            entry.run();
        } catch (RuntimeException failure) {
            warnings.accept(
                    "the runs ended as reported, but not all of it could be written down: "
                            + failure.getMessage());
        }
    }
}
