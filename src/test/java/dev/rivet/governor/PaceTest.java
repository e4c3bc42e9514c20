package dev.rivet.governor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.config.Tunings;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static Pace pace(Duration throttle) {
        return new Pace(
                Tunings.of("test", 1_000, 1 << 20, throttle, Duration.ZERO, Duration.ZERO, 0, 1));
    }

    @Test
    void pausesInProportionToTheRows() {
        Pace pace = pace(Duration.ofMillis(50));
        assertThat(pace.pauseAfter(1_000)).isEqualTo(Duration.ofMillis(50));
        assertThat(pace.pauseAfter(100)).isEqualTo(Duration.ofMillis(5));
    }

    @Test
    void doesNotPauseUnlessAsked() {
        assertThat(pace(Duration.ZERO).pauseAfter(1_000)).isZero();
    }
}
