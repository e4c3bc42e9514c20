package dev.rivet.extract;

import java.time.Duration;

/// What a caller asks of a run, beyond the configuration.
///
/// @param validate read every file back, and compare what was published
/// @param strict refuse lossy types and fail on every value that has no place in its type
/// @param lockWait longest wait for another run of the same export; zero refuses at once
/// @param resume what becomes of a run that died
public record RunOptions(boolean validate, boolean strict, Duration lockWait, Resume resume) {
    /// What becomes of a run that died after it had committed some of its chunks.
    public enum Resume {
        /// It is continued; without one, a new run begins.
        IF_THERE_IS_ONE,
        /// It is continued; without one, or onto a complete delivery, the run is refused.
        REQUIRED,
        /// It is continued, also onto a complete delivery; without one, the run is refused.
        REQUIRED_ALSO_ONTO_COMPLETE
    }
}
