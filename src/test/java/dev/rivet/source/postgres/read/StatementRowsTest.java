package dev.rivet.source.postgres.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.config.StatementBudget;
import dev.rivet.config.Tunings;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StatementRowsTest {
    private final StatementRows size = new StatementRows(Tunings.STATEMENTS);

    @Test
    void growsToAboutEightMegabytes() {
        assertThat(size.next()).isEqualTo(StatementRows.FIRST);
        size.learn(8_192, 8_192 * 100, Duration.ofMillis(1));
        assertThat(size.next()).isEqualTo(65_536);
        size.learn(65_536, 65_536 * 100, Duration.ofMillis(8));
        assertThat(size.next()).isEqualTo(83_886);
    }

    @Test
    void shrinksWhereTheServerIsSlow() {
        size.learn(8_192, 8_192, Duration.ofSeconds(8));
        assertThat(size.next()).isEqualTo(256);
        size.learn(1, 1L << 30, Duration.ofSeconds(8));
        assertThat(size.next()).isEqualTo(1);
    }

    @Test
    void aTighterBudgetMakesItShorterAndLeastRowsKeepItLong() {
        StatementRows tight =
                new StatementRows(new StatementBudget(Duration.ofMillis(125), 1, Duration.ZERO));
        tight.learn(8_192, 8_192, Duration.ofSeconds(8));
        assertThat(tight.next()).isEqualTo(64);
        StatementRows floored =
                new StatementRows(new StatementBudget(Duration.ofSeconds(2), 1_000, Duration.ZERO));
        floored.learn(8_192, 8_192, Duration.ofSeconds(8));
        assertThat(floored.next()).isEqualTo(1_000);
        floored.learn(1, 1L << 30, Duration.ofSeconds(8));
        assertThat(floored.next()).isEqualTo(1);
    }

    @Test
    void nothingIsLearntFromNothing() {
        size.learn(0, 0, Duration.ofSeconds(8));
        assertThat(size.next()).isEqualTo(StatementRows.FIRST);
    }
}
