package dev.rivet.extract;

import java.time.Duration;

/// What a caller asks of a run, beyond the configuration.
///
/// @param validate read every file back, and compare what was published
/// @param strict refuse lossy types and fail on every value that has no place in its type
/// @param lockWait longest wait for another run of the same export; zero refuses at once
public record RunOptions(boolean validate, boolean strict, Duration lockWait) {}
