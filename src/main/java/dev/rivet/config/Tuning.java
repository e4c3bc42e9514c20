package dev.rivet.config;

import java.time.Duration;

/// How hard to press the source; profile, source and export settings merged.
///
/// @param profileLabel for people: `balanced (default)`, `fast`
/// @param batchRows most rows of a batch
/// @param batchBytes most bytes of a batch
/// @param throttle pause after a full batch, in proportion for smaller ones; zero for none
/// @param statementTimeout longest statement; zero for no limit
/// @param lockTimeout longest wait for a lock; zero for no limit
/// @param maxValueBytes largest text or binary value; zero for no limit
/// @param statements how long one statement of a read may be
/// @param parallel most connections that read one export at a time
public record Tuning(
        String profileLabel,
        int batchRows,
        long batchBytes,
        Duration throttle,
        Duration statementTimeout,
        Duration lockTimeout,
        long maxValueBytes,
        StatementBudget statements,
        int parallel) {
    /// With statements of the usual length.
    public Tuning(
            String profileLabel,
            int batchRows,
            long batchBytes,
            Duration throttle,
            Duration statementTimeout,
            Duration lockTimeout,
            long maxValueBytes,
            int parallel) {
        this(
                profileLabel,
                batchRows,
                batchBytes,
                throttle,
                statementTimeout,
                lockTimeout,
                maxValueBytes,
                StatementBudget.USUAL,
                parallel);
    }

    /// Whether others' pages are to stay in the source's cache, though the read takes longer then:
    /// with `profile: safe`.
    public boolean sparesCache() {
        return profileLabel.equals(Profile.SAFE.label());
    }
}
