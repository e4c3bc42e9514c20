package dev.rivet.config;

import java.time.Duration;

/// How hard to press the source; profile, source and export settings merged.
///
/// @param profileLabel for people: `balanced (default)`, `fast`
/// @param batchRows most rows of a batch
/// @param batchBytes most bytes of a batch
/// @param throttle pause after a full batch, in proportion for smaller ones; zero for none
/// @param lockTimeout longest wait for a lock; zero for no limit
/// @param maxValueBytes largest text or binary value; zero for no limit
/// @param statements how long one statement of a read may be
/// @param parallel most connections that read one export at a time
public record Tuning(
        String profileLabel,
        int batchRows,
        long batchBytes,
        Duration throttle,
        Duration lockTimeout,
        long maxValueBytes,
        StatementBudget statements,
        int parallel) {
    /// When the server gives a statement up; zero for never.
    public Duration statementTimeout() {
        return statements.timeout();
    }

    /// The same with batches of at most so many bytes.
    public Tuning withBatchBytes(long bytes) {
        return new Tuning(
                profileLabel,
                batchRows,
                bytes,
                throttle,
                lockTimeout,
                maxValueBytes,
                statements,
                parallel);
    }

    /// Whether others' pages are to stay in the source's cache, though the read takes longer then:
    /// with `profile: safe`.
    public boolean sparesCache() {
        return profileLabel.equals(Profile.SAFE.label());
    }
}
