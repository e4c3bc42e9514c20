package dev.rivet.source.mysql.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.config.Tunings;
import dev.rivet.diag.RivetException;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Reads tables that are arrays of keys, with several streams that take turns by chance.
class RangePlannerTest {
    private static final Duration QUICK = Duration.ofMillis(20);
    private static final int ROW_BYTES = 1000;

    private final Random random = new Random(20260101);

    /// What a read of a table amounted to.
    private record Outcome(int statements, int empty, long mostRows) {}

    @Test
    void denseKeysAreReadOnceInRangesOfAboutTheSameSize() {
        Outcome outcome = read(LongStream.range(1, 1_000_001).toArray(), 2, 1_000_000);
        assertThat(outcome.empty).isZero();
        assertThat(outcome.statements).isBetween(90, 130);
        assertThat(outcome.mostRows).isLessThan(11_000);
    }

    @Test
    void aFarOutlierNeitherCostsManyStatementsNorLeavesTheWorkToOneStream() {
        long[] keys =
                LongStream.concat(LongStream.range(1, 500_001), LongStream.of(1L << 60)).toArray();
        Outcome outcome = read(keys, 2, keys.length);
        assertThat(outcome.empty).isLessThan(40);
        assertThat(outcome.statements).isLessThan(130);
        assertThat(outcome.mostRows).isLessThan(11_000);
    }

    @Test
    void clustersThatAreFarApartAreCrossedInAFewSteps() {
        LongStream keys = LongStream.empty();
        for (long cluster = -8; cluster <= 7; cluster++) {
            long start = cluster * (1L << 60);
            keys = LongStream.concat(keys, LongStream.range(start, start + 20_000));
        }
        Outcome outcome = read(keys.toArray(), 3, 320_000);
        assertThat(outcome.empty).isLessThan(16 * 13);
    }

    @Test
    void theEndsOfAllKeysThatThereCanBeAreReached() {
        read(new long[] {Long.MIN_VALUE, -1, 0, 1, Long.MAX_VALUE}, 2, 5);
        read(new long[] {Long.MIN_VALUE}, 2, 1);
        read(new long[] {Long.MAX_VALUE}, 2, 1);
        read(new long[] {Long.MAX_VALUE - 1, Long.MAX_VALUE}, 4, 0);
        read(LongStream.rangeClosed(Long.MAX_VALUE - 30_000, Long.MAX_VALUE).toArray(), 2, 1);
    }

    @Test
    void aWrongEstimateChangesOnlyTheFirstSteps() {
        long[] keys = LongStream.range(0, 300_000).map(i -> i * 7).toArray();
        assertThat(read(keys, 2, 1).statements).isLessThan(60);
        assertThat(read(keys, 2, 30).statements).isLessThan(60);
        assertThat(read(keys, 2, 3_000_000_000L).statements).isLessThan(80);
    }

    @Test
    void scatteredKeysOfAnyDensityAreReadOnce() {
        for (int run = 0; run < 60; run++) {
            int bits = 20 + random.nextInt(44);
            long[] keys =
                    random.longs(1 + random.nextInt(60_000))
                            .map(
                                    each ->
                                            (each >> (63 - bits))
                                                    ^ random.nextInt(1 << random.nextInt(1, 12)))
                            .sorted()
                            .distinct()
                            .toArray();
            read(keys, 1 + random.nextInt(4), random.nextInt(1, 1_000_000));
        }
    }

    @Test
    void anEmptyTableEndsAtOnce() {
        RangePlanner planner =
                new RangePlanner(PageSizer.ofRanges(OptionalLong.empty(), Tunings.STATEMENTS));
        assertThat(planner.take().result()).isEmpty();
    }

    @Test
    void whoWaitsForOthersIsAnsweredWhenTheReadStops() {
        RangePlanner planner =
                new RangePlanner(
                        1, 10, 10, PageSizer.ofRanges(OptionalLong.of(100), Tunings.STATEMENTS));
        KeyRange only = planner.take().result().orElseThrow();
        Future<Optional<KeyRange>> waiting = planner.take();
        assertThat(waiting.isComplete()).isFalse();
        planner.stop();
        assertThat(waiting.result()).isEmpty();
        planner.ended(only, only.rows(), 3, 10, QUICK);
        assertThat(planner.take().result()).isEmpty();
    }

    @Test
    void aReadThatLeftKeysOutDoesNotEndWell() {
        RangePlanner planner =
                new RangePlanner(
                        1, 10, 10, PageSizer.ofRanges(OptionalLong.of(100), Tunings.STATEMENTS));
        KeyRange given = planner.take().result().orElseThrow();
        planner.ended(new KeyRange(1, 9, given.rows(), given.from()), 9, 9, 900, QUICK);
        assertThat(planner.take().cause())
                .isInstanceOf(RivetException.class)
                .hasMessageContaining("not all keys");
    }

    /// Reads all keys and checks that each came once.
    private Outcome read(long[] keys, int streams, long estimatedRows) {
        PageSizer sizer = PageSizer.ofRanges(OptionalLong.of(ROW_BYTES), Tunings.STATEMENTS);
        RangePlanner planner =
                new RangePlanner(keys[0], keys[keys.length - 1], estimatedRows, sizer);
        List<Future<Optional<KeyRange>>> asked = new ArrayList<>();
        for (int i = 0; i < streams; i++) {
            asked.add(planner.take());
        }
        LongStream.Builder found = LongStream.builder();
        int statements = 0;
        int empty = 0;
        long most = 0;
        while (!asked.isEmpty()) {
            int stream = random.nextInt(asked.size());
            if (!asked.get(stream).isComplete()) {
                continue;
            }
            Optional<KeyRange> taken = asked.get(stream).result();
            if (taken.isEmpty()) {
                asked.remove(stream);
                continue;
            }
            KeyRange range = taken.get();
            int from = position(keys, range.first());
            int to = from;
            while (to < keys.length && keys[to] <= range.last() && to - from < range.rows()) {
                found.add(keys[to++]);
            }
            int rows = to - from;
            statements++;
            empty += rows == 0 ? 1 : 0;
            most = Math.max(most, rows);
            planner.ended(
                    range, rows, rows == 0 ? 0 : keys[to - 1], (long) rows * ROW_BYTES, QUICK);
            asked.set(stream, planner.take());
        }
        assertThat(found.build().sorted().toArray()).isEqualTo(keys);
        return new Outcome(statements, empty, most);
    }

    private static int position(long[] keys, long key) {
        int at = Arrays.binarySearch(keys, key);
        return at >= 0 ? at : -at - 1;
    }
}
