package dev.rivet.destination;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.RivetException;
import java.util.Locale;
import java.util.Objects;

/// What an object store refused, as a failure for users.
public final class StoreFailure {
    private StoreFailure() {}

    /// A failure that the service answered with.
    ///
    /// @param what which call failed, for example `S3: reading part.parquet in bucket orders`
    /// @param words the service's own
    public static RivetException answered(
            String what, String words, int status, Throwable failure) {
        return failure(
                what,
                String.format(Locale.ROOT, "%s (HTTP status %d)", words.strip(), status),
                failure);
    }

    /// A failure on the way to the service, in the words of its innermost cause: what is around
    /// it says less.
    public static RivetException unanswered(String what, Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        String reason = Objects.requireNonNullElse(cause.getMessage(), "no reason was given");
        return failure(
                what,
                "%s (%s)".formatted(reason.strip(), cause.getClass().getSimpleName()),
                failure);
    }

    private static RivetException failure(String what, String why, Throwable failure) {
        return Diagnostic.of(Code.DEST_STORE_FAILED, what + " failed: " + why).toException(failure);
    }
}
