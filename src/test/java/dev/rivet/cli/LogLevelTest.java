package dev.rivet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LogLevelTest {
    @Test
    void warningsShowUnlessSomebodyAsksForMore() {
        assertThat(LogLevel.in(Map.of())).isEqualTo(LogLevel.WARN);
        assertThat(LogLevel.in(Map.of("RUST_LOG", "loud"))).isEqualTo(LogLevel.WARN);
    }

    @Test
    void eitherVariableSetsItAndOursWins() {
        assertThat(LogLevel.in(Map.of("RUST_LOG", "info"))).isEqualTo(LogLevel.INFO);
        assertThat(LogLevel.in(Map.of("RUST_LOG", "info", "RIVET_LOG", "Trace")))
                .isEqualTo(LogLevel.TRACE);
    }

    @Test
    void ofSeveralDirectivesOursCounts() {
        assertThat(LogLevel.in(Map.of("RUST_LOG", "hyper=trace,rivet=debug")))
                .isEqualTo(LogLevel.DEBUG);
    }
}
