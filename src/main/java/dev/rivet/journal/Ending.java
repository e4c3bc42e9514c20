package dev.rivet.journal;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How a run ended, and why.
public sealed interface Ending {
    record Delivered() implements Ending {}

    /// There was nothing to deliver, and the export asked to be skipped then.
    record Skipped(String reason) implements Ending {}

    /// Also for a run that was interrupted: what failed says so.
    record Failed(Diagnostic failure) implements Ending {}

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

    default Optional<Diagnostic> failed() {
        return this instanceof Failed(Diagnostic failure) ? Optional.of(failure) : Optional.empty();
    }
}
