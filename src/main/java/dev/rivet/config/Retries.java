package dev.rivet.config;

import java.time.Duration;

/// How often a run whose read fails reads again.
///
/// @param most times after the first; zero for never
/// @param backoff longest pause before the first of them, which grows before each of the next
public record Retries(int most, Duration backoff) {
    public static final Retries NONE = new Retries(0, Duration.ZERO);
}
