package dev.rivet.retry;

import dev.rivet.config.Retries;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// How often, and after how long, a failed attempt is repeated.
///
/// @param most further attempts after the first one
/// @param base longest backoff before the first of them; doubled before each of the next
/// @param cap longest backoff before any of them
/// @param budget from the first failure on: no attempt begins later
public record RetryPolicy(int most, Duration base, Duration cap, Duration budget) {
    private static final Duration CAP = Duration.ofSeconds(60);
    private static final Duration BUDGET = Duration.ofHours(1);

    /// So many doublings reach any cap from any base.
    private static final int MOST_DOUBLINGS = 20;

    public static RetryPolicy of(Retries wanted) {
        return new RetryPolicy(wanted.most(), wanted.backoff(), CAP, BUDGET);
    }

    /// How long to wait before another attempt; empty when there is none.
    ///
    /// @param retry the how-manieth it would be, from 1
    /// @param since how long ago the first attempt failed
    public Optional<Duration> next(
            Failure failure, int retry, Duration since, RandomGenerator random) {
        return switch (failure) {
            case Failure.Lasting() -> Optional.empty();
            case Failure.Unreachable() ->
                    retry == 1
                            ? Optional.empty()
                            : within(retry, since, Failure.RESTART.plus(backoff(retry, random)));
            case Failure.Passing(Duration recovery) ->
                    within(retry, since, recovery.plus(backoff(retry, random)));
        };
    }

    private Optional<Duration> within(int retry, Duration since, Duration wait) {
        return retry <= most && since.plus(wait).compareTo(budget) <= 0
                ? Optional.of(wait)
                : Optional.empty();
    }

    /// Anything up to the bound, so that many that failed together do not come back together.
    private Duration backoff(int retry, RandomGenerator random) {
        Duration doubled = base.multipliedBy(1L << Math.min(retry - 1, MOST_DOUBLINGS));
        long bound = (doubled.compareTo(cap) < 0 ? doubled : cap).toMillis();
        return Duration.ofMillis(random.nextLong(bound + 1));
    }
}
