package dev.rivet.retry;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.Kind;
import dev.rivet.diag.RivetException;
import java.time.Duration;

/// What a failure means for whoever could make another attempt. Follows from how the adapter has
/// classified it, never from its words.
public sealed interface Failure {
    /// For a server that starts or stops, or has no connection to spare.
    Duration RESTART = Duration.ofSeconds(15);

    /// For a server that lacks memory, disk or the like.
    Duration SHORTAGE = Duration.ofSeconds(5);

    /// For a conflict with others.
    Duration CONFLICT = Duration.ofSeconds(1);

    /// Another attempt fails the same way, or is for somebody else to decide on.
    record Lasting() implements Failure {}

    /// No server is found. A mistake at first; a server that is away when one was found before.
    record Unreachable() implements Failure {}

    /// Another attempt may succeed.
    ///
    /// @param recovery what the server needs first, whatever the backoff
    record Passing(Duration recovery) implements Failure {}

    /// Several failures are as lasting as the most lasting of them.
    static Failure of(RivetException failure) {
        Failure all = new Passing(Duration.ZERO);
        for (Diagnostic each : failure.diagnostics()) {
            all = worse(all, of(each));
        }
        return all;
    }

    private static Failure worse(Failure one, Failure other) {
        return switch (one) {
            case Lasting() -> one;
            case Unreachable() -> other instanceof Lasting ? other : one;
            case Passing(Duration recovery) ->
                    other instanceof Passing(Duration longer) && longer.compareTo(recovery) < 0
                            ? one
                            : other;
        };
    }

    /// Only what is wrong around rivet passes by itself: not a mistake in a call or a
    /// configuration, not another run, and never what protects data.
    private static Failure of(Diagnostic failure) {
        boolean mayPass =
                failure.code().kind() == Kind.ENVIRONMENT && failure.code() != Code.RUN_INTERRUPTED;
        return mayPass
                ? switch (failure.outlook()) {
                    case PERMANENT, STOPPED -> new Lasting();
                    case MISLED, UNREACHABLE -> new Unreachable();
                    case PASSING -> new Passing(Duration.ZERO);
                    case CONFLICT -> new Passing(CONFLICT);
                    case EXHAUSTED -> new Passing(SHORTAGE);
                    case UNAVAILABLE -> new Passing(RESTART);
                }
                : new Lasting();
    }
}
