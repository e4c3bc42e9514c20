package dev.rivet.extract;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.journal.Outcome;
import org.jspecify.annotations.Nullable;

/// How an export ended.
sealed interface Verdict {
    record Delivered() implements Verdict {}

    /// There was nothing to deliver, and the export asked to be skipped then.
    record Skipped(String reason) implements Verdict {}

    record Failed(Diagnostic failure) implements Verdict {}

    default Outcome outcome() {
        return switch (this) {
            case Delivered() -> Outcome.SUCCESS;
            case Skipped(var reason) -> Outcome.SKIPPED;
            case Failed(var failure) ->
                    failure.code() == Code.RUN_INTERRUPTED ? Outcome.INTERRUPTED : Outcome.FAILED;
        };
    }

    default @Nullable String skipReason() {
        return this instanceof Skipped(String reason) ? reason : null;
    }

    default @Nullable Diagnostic failure() {
        return this instanceof Failed(Diagnostic failure) ? failure : null;
    }
}
