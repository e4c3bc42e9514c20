package dev.rivet.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.plan.Edge;
import dev.rivet.plan.HighWater;
import dev.rivet.plan.HighWater.Stragglers;
import dev.rivet.plan.Key;
import dev.rivet.plan.KeySurvey;
import dev.rivet.plan.KeyType;
import dev.rivet.plan.KeyValue;
import dev.rivet.plan.Slice;
import dev.rivet.row.LogicalType;
import dev.rivet.testing.PostgresServer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Slices on a server that has neither ranges of pages nor infinite numbers.
class OldestPostgresSlicesLiveIT {
    private static final PostgresServer SERVER = PostgresServer.oldest();

    @Test
    void slicesAreReadMeasuredAndSurveyed() {
        SERVER.execute(
                "DROP TABLE IF EXISTS aged",
                "CREATE TABLE aged AS SELECT n AS id, n / 4.0 AS k, repeat('f', 300) AS filler"
                        + " FROM generate_series(1, 50000) n",
                "INSERT INTO aged VALUES (50001, 'NaN'), (50002, NULL)",
                "CREATE INDEX ON aged (k)",
                "ALTER TABLE aged ALTER k TYPE numeric(20,4)",
                "ANALYZE aged");
        Reading reading =
                new Reading(SERVER.source())
                        .tuned(Squeezed.tuning(2, 4L << 20, 0))
                        .overriding("k", new LogicalType.Text());
        Edge from = Slices.from(KeyType.DECIMAL, "1000");
        Edge to = Slices.before(KeyType.DECIMAL, "9000");

        HighWater water = Slices.measure(reading, reading.table("aged"), "k");
        KeySurvey survey = Slices.survey(reading, reading.table("aged"), "k");
        var some = Slices.read(reading, reading.table("aged"), Slices.between("k", from, to));
        var rest =
                Slices.read(
                        reading,
                        reading.table("aged"),
                        Slices.between("k", Edge.including(to.value()), null));
        var without =
                Slices.read(reading, reading.table("aged"), new Slice.WithoutKey(Key.of("k")));

        assertThat(water.top()).isEqualTo(new KeyValue(KeyType.DECIMAL, "12500.0000"));
        assertThat(water.nulls()).isEqualTo(2);
        assertThat(water.stragglers()).isEqualTo(new Stragglers.None());
        assertThat(survey.samples()).hasSizeGreaterThan(50);
        assertThat(some.path()).isEqualTo("portal over k's index, one snapshot");
        assertThat(some.ids()).isEqualTo(LongStream.range(4000, 36000).boxed().toList());
        assertThat(rest.ids()).isEqualTo(LongStream.range(36000, 50001).boxed().toList());
        assertThat(without.ids()).containsExactly(50001L, 50002L);
    }
}
