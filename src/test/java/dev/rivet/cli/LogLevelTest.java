package dev.rivet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Properties;
import java.util.logging.Level;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;
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

    @Test
    void tracesAreForThoseWhoAskForThem() {
        assertThat(LogLevel.values())
                .filteredOn(LogLevel::showsTraces)
                .containsExactly(LogLevel.DEBUG, LogLevel.TRACE);
        assertThat(line(LogLevel.FORMAT_WITH_TRACES)).contains("what happened", "\tat ");
    }

    @Test
    void linesOfTheLogSayWhatHappenedAndNotWhereInTheProgram() throws IOException {
        Properties settings = new Properties();
        try (InputStream file = LogLevel.class.getResourceAsStream("/application.properties")) {
            settings.load(file);
        }

        assertThat(line(settings.getProperty("quarkus.log.console.format")))
                .endsWith("[LogLevelTest] what happened\n");
    }

    private static String line(String format) {
        ExtLogRecord told =
                new ExtLogRecord(Level.WARNING, "what happened", LogLevelTest.class.getName());
        told.setLoggerName(LogLevelTest.class.getName());
        told.setThrown(new IllegalStateException("inside"));
        return new PatternFormatter(format).format(told);
    }
}
