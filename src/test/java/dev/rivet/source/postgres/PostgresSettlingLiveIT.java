package dev.rivet.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rivet.diag.Code;
import dev.rivet.diag.RivetException;
import dev.rivet.plan.Edge;
import dev.rivet.plan.HighWater;
import dev.rivet.plan.HighWater.Settled;
import dev.rivet.plan.Key;
import dev.rivet.plan.KeyType;
import dev.rivet.plan.KeyValue;
import dev.rivet.plan.Settling;
import dev.rivet.source.KeyQuestion;
import dev.rivet.source.SourceSession;
import dev.rivet.testing.PostgresServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Up to where rows are old enough, by a column that is not the key.
class PostgresSettlingLiveIT {
    private static final PostgresServer SERVER = PostgresServer.newest();
    private static final Reading READING = new Reading(SERVER.source());
    private static final Duration LONG = Duration.ofSeconds(60);

    @BeforeEach
    void makeATable() {
        SERVER.execute(
                "DROP TABLE IF EXISTS aged",
                "CREATE TABLE aged (id bigint PRIMARY KEY, code text, made timestamptz, local"
                        + " timestamp, day date, doc jsonb)",
                "CREATE INDEX ON aged (code)",
                "INSERT INTO aged SELECT n, 'c' || n, now() - interval '3 days', (now() AT TIME"
                        + " ZONE 'UTC') - interval '3 days', (now() AT TIME ZONE 'UTC')::date - 3"
                        + " FROM generate_series(1, 9) n");
    }

    private static HighWater measure(
            String key, String column, @Nullable Edge from, Duration patience) {
        Settling age = new Settling(Key.of(column), Duration.ofHours(1));
        try (SourceSession session = READING.open()) {
            return session.measure(
                    READING.table("aged"), new KeyQuestion(Key.of(key), from, age, patience));
        }
    }

    private static Settled settled(String column) {
        return measure("id", column, null, LONG).settled();
    }

    private static KeyValue id(int value) {
        return new KeyValue(KeyType.INTEGER, Integer.toString(value));
    }

    @ParameterizedTest
    @CsvSource({
        "made, now()",
        "local, now() AT TIME ZONE 'UTC'",
        "day, (now() AT TIME ZONE 'UTC')::date",
        "made, now() + interval '3 days'"
    })
    void theLastOldRowBelowTheFirstYoungOneIsFound(String column, String young) {
        assertThat(settled(column)).isEqualTo(new Settled.All());
        SERVER.execute(
                "DELETE FROM aged WHERE id IN (5, 6)",
                "UPDATE aged SET %s = %s WHERE id = 7".formatted(column, young));
        assertThat(settled(column)).isEqualTo(new Settled.UpTo(id(4)));
        SERVER.execute("UPDATE aged SET %s = %s WHERE id = 1".formatted(column, young));
        assertThat(settled(column)).isEqualTo(new Settled.Nothing());
    }

    @Test
    void rowsWithoutAFiniteAgeAreOldEnough() {
        SERVER.execute(
                "UPDATE aged SET made = NULL WHERE id < 4",
                "UPDATE aged SET made = 'infinity' WHERE id = 4",
                "UPDATE aged SET made = now() WHERE id = 5");
        assertThat(settled("made")).isEqualTo(new Settled.UpTo(id(4)));
    }

    @Test
    void onlyRowsBehindTheEdgeCount() {
        SERVER.execute("UPDATE aged SET made = now() WHERE id IN (3, 8)");
        assertThat(measure("id", "made", Edge.excluding(id(3)), LONG).settled())
                .isEqualTo(new Settled.UpTo(id(7)));
        assertThat(measure("id", "made", Edge.excluding(id(7)), LONG).settled())
                .isEqualTo(new Settled.Nothing());
    }

    @ParameterizedTest
    @ValueSource(strings = {"code", "doc"})
    void whatTellsNoTimeIsRefused(String column) {
        RivetException failure =
                catchThrowableOfType(
                        RivetException.class, () -> measure("id", column, null, Duration.ZERO));
        assertThat(failure.diagnostic().code()).isEqualTo(Code.CONFIG_SETTLE_COLUMN_NOT_TEMPORAL);
    }

    @Test
    void aColumnThatIsNotThereIsRefused() {
        RivetException failure =
                catchThrowableOfType(
                        RivetException.class, () -> measure("id", "mode", null, Duration.ZERO));
        assertThat(failure.diagnostic().code()).isEqualTo(Code.CONFIG_KEY_COLUMN_UNKNOWN);
    }

    @Test
    void keysThatOnlyTheServerComparesSettleToo() {
        SERVER.execute("UPDATE aged SET made = now() WHERE id = 7");
        assertThat(measure("code", "made", null, LONG).settled())
                .isEqualTo(new Settled.UpTo(new KeyValue(KeyType.TEXT, "c6")));
    }

    /// It was given its key before the top was, is young, and commits during the wait: the look at
    /// ages comes after that.
    @Test
    void aYoungRowThatIsCommittedLateHoldsBackWhatIsAboveIt() throws Exception {
        try (Transaction writer = new Transaction(SERVER)) {
            SERVER.execute("DELETE FROM aged WHERE id IN (4, 5)");
            writer.execute(List.of("INSERT INTO aged (id, made) VALUES (5, now())"));
            CompletableFuture<HighWater> water =
                    CompletableFuture.supplyAsync(
                            () -> measure("id", "made", null, LONG), Transaction.ASIDE);
            Thread.sleep(700);
            assertThat(water).isNotDone();
            writer.commit();

            HighWater found = water.get(60, TimeUnit.SECONDS);
            assertThat(found.highest()).contains(id(9));
            assertThat(found.settled()).isEqualTo(new Settled.UpTo(id(3)));
        }
    }
}
