package dev.rivet.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.rivet.config.Mode;
import dev.rivet.diag.Code;
import dev.rivet.diag.RivetException;
import dev.rivet.plan.HighWater.Access;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// How a table is cut by a key.
class ChunksTest {
    private static final Key KEY = Key.of("k");

    private static KeySurvey survey(
            KeyType type,
            @Nullable String first,
            @Nullable String last,
            long rows,
            String... more) {
        return new KeySurvey(
                type,
                first == null ? null : new KeyValue(type, first),
                last == null ? null : new KeyValue(type, last),
                new KeySurvey.Traits(Access.INDEX, true, false),
                rows,
                null,
                Stream.of(more).map(each -> new KeyValue(type, each)).toList());
    }

    private static ExportPlan plan(Mode.Cut cut, KeySurvey survey) {
        return Chunks.plan(new Mode.Chunked(List.of("k"), cut, true, Mode.Moment.ONE), KEY, survey);
    }

    private static List<String> cuts(ExportPlan plan) {
        List<String> cuts = new ArrayList<>();
        for (Chunk chunk : plan.chunks()) {
            if (chunk.slice() instanceof Slice.Between between) {
                between.upper().ifPresent(edge -> cuts.add(edge.value().text()));
            }
        }
        return cuts;
    }

    @ParameterizedTest
    @MethodSource("piecesOfRows")
    void whatHasNoKeyIsReadInOneGoUnlessPiecesAreAskedFor(
            Mode.Cut cut, boolean checkpoint, Mode.Moment moment, boolean refused) {
        Mode.Chunked mode = new Mode.Chunked(List.of(), cut, checkpoint, moment);
        if (refused) {
            assertThat(catchThrowableOfType(RivetException.class, () -> Chunks.withoutKey(mode)))
                    .extracting(failure -> failure.diagnostic().code())
                    .isEqualTo(Code.PLAN_CHUNK_KEY_UNUSABLE);
        } else {
            assertThat(Chunks.withoutKey(mode).chunks())
                    .containsExactly(new Chunk(1, new Slice.Everything()));
        }
    }

    static Stream<Arguments> piecesOfRows() {
        return Stream.of(
                arguments(new Mode.Cut.Rows(10), false, Mode.Moment.ONE, false),
                arguments(new Mode.Cut.Rows(10), true, Mode.Moment.ONE, true),
                arguments(new Mode.Cut.Rows(10), false, Mode.Moment.EACH, true),
                arguments(new Mode.Cut.Count(3), false, Mode.Moment.ONE, true),
                arguments(new Mode.Cut.Days(3), false, Mode.Moment.ONE, true));
    }

    @Test
    void numbersAreCutAtEqualDistancesWhereNothingElseIsKnown() {
        assertThat(cuts(plan(new Mode.Cut.Count(4), survey(KeyType.INTEGER, "0", "100", 100))))
                .containsExactly("25", "50", "75");
    }

    @Test
    void numbersAreCutWhereTheRowsAre() {
        KeySurvey survey = survey(KeyType.INTEGER, "0", "1000000000000", 400, "10", "20", "30");

        assertThat(cuts(plan(new Mode.Cut.Rows(100), survey))).containsExactly("10", "20", "30");
        assertThat(cuts(plan(new Mode.Cut.Rows(200), survey))).containsExactly("20");
        assertThat(cuts(plan(new Mode.Cut.Count(8), survey)))
                .containsExactly("5", "10", "15", "20", "25", "30", "500000000015");
    }

    @Test
    void textsAreCutAtWhatTheSourceKnows() {
        KeySurvey survey = survey(KeyType.TEXT, "a", "z", 400, "f", "m", "t");

        assertThat(cuts(plan(new Mode.Cut.Count(2), survey))).containsExactly("m");
        assertThat(cuts(plan(new Mode.Cut.Count(100), survey))).containsExactly("f", "m", "t");
        assertThat(plan(new Mode.Cut.Count(9), survey(KeyType.TEXT, "a", "z", 400)).chunks())
                .hasSize(1);
    }

    @Test
    void theEndsOfATypeAreNoTrouble() {
        KeySurvey survey =
                survey(KeyType.INTEGER, "-9223372036854775808", "18446744073709551615", 100);

        assertThat(cuts(plan(new Mode.Cut.Count(2), survey)))
                .containsExactly("4611686018427387903");
    }

    @Test
    void daysAreCutAtMidnight() {
        KeySurvey survey =
                survey(KeyType.INSTANT, "2026-03-28T23:00:00Z", "2026-04-02T00:00:00Z", 100);

        assertThat(cuts(plan(new Mode.Cut.Days(2), survey)))
                .containsExactly("2026-03-30T00:00:00Z", "2026-04-01T00:00:00Z");
    }

    @Test
    void daysOfANumberAreRefused() {
        RivetException failure =
                catchThrowableOfType(
                        RivetException.class,
                        () -> plan(new Mode.Cut.Days(1), survey(KeyType.INTEGER, "1", "2", 2)));

        assertThat(failure.diagnostic().code()).isEqualTo(Code.CONFIG_CHUNK_BY_DAYS_INVALID);
    }

    @Test
    void daysOfTenThousandYearsAreRefused() {
        RivetException failure =
                catchThrowableOfType(
                        RivetException.class,
                        () ->
                                plan(
                                        new Mode.Cut.Days(1),
                                        survey(KeyType.DATE, "0001-01-01", "9999-12-31", 2)));

        assertThat(failure.diagnostic().code()).isEqualTo(Code.PLAN_CHUNK_KEY_SPARSE);
    }

    @Test
    void anEmptyTableIsOneChunk() {
        ExportPlan plan = plan(new Mode.Cut.Rows(10), survey(KeyType.INTEGER, null, null, 0));

        assertThat(plan.chunks()).hasSize(1);
    }

    @Test
    void rowsThatNobodyHasCountedAreOneChunkAndThatIsSaid() {
        var survey =
                new KeySurvey(
                        KeyType.INTEGER,
                        new KeyValue(KeyType.INTEGER, "1"),
                        new KeyValue(KeyType.INTEGER, "9000000"),
                        new KeySurvey.Traits(Access.INDEX, true, false),
                        null,
                        null,
                        List.of());
        ExportPlan plan = plan(new Mode.Cut.Rows(10), survey);

        assertThat(plan.chunks()).hasSize(1);
        assertThat(plan.remarks()).singleElement().asString().contains("chunk_count");
    }

    @Test
    void rowsWithoutAKeyHaveAChunkOfTheirOwn() {
        var survey =
                new KeySurvey(
                        KeyType.INTEGER,
                        new KeyValue(KeyType.INTEGER, "1"),
                        new KeyValue(KeyType.INTEGER, "9"),
                        new KeySurvey.Traits(Access.INDEX, false, true),
                        10L,
                        null,
                        List.of());

        assertThat(plan(new Mode.Cut.Count(1), survey).chunks().getLast().slice())
                .isEqualTo(new Slice.WithoutKey(KEY));
    }

    @Test
    void aSmallTableIsReadInOneGoUnlessItIsToBeContinued() {
        KeySurvey survey = survey(KeyType.INTEGER, "1", "50", 50);
        ExportPlan plan =
                Chunks.plan(
                        new Mode.Chunked(
                                List.of("k"), new Mode.Cut.Rows(100), false, Mode.Moment.ONE),
                        KEY,
                        survey);

        assertThat(plan.chunks())
                .singleElement()
                .extracting(Chunk::slice)
                .isEqualTo(new Slice.Everything());
        assertThat(plan(new Mode.Cut.Rows(100), survey).chunks().getFirst().slice())
                .isInstanceOf(Slice.Between.class);
    }

    @ParameterizedTest
    @CsvSource({
        "64, 1048, 64035, 16",
        "64, , 131072, 8",
        "1, 1048, 10000, 100",
        "1000000, 1048, 5000000, 1",
        "64, 0, 5000000, 1",
    })
    void aSizeInMegabytesFollowsTheWidthOfRows(
            long megabytes, @Nullable Long rowBytes, long size, int chunks) {
        KeySurvey counted = survey(KeyType.INTEGER, "1", "1000000", 1_000_000);
        ExportPlan plan =
                plan(
                        new Mode.Cut.Megabytes(megabytes),
                        new KeySurvey(
                                counted.type(),
                                counted.lowest(),
                                counted.highest(),
                                counted.traits(),
                                counted.rows(),
                                rowBytes,
                                List.of()));

        assertThat(plan.strategy()).isEqualTo("chunked(k, size=" + size + ")");
        assertThat(plan.chunks()).hasSize(chunks);
    }

    /// Random keys, samples and sizes.
    static Stream<Long> seeds() {
        return LongStream.range(0, 200).boxed();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void chunksCoverEveryKeyOnce(long seed) {
        Random random = new Random(seed);
        long[] keys = random.longs(50, -(1L << (seed % 62)), 1L << (seed % 62)).sorted().toArray();
        String[] samples =
                LongStream.of(keys)
                        .filter(each -> random.nextInt(5) == 0)
                        .distinct()
                        .mapToObj(Long::toString)
                        .toArray(String[]::new);
        KeySurvey survey =
                survey(
                        KeyType.INTEGER,
                        Long.toString(keys[0]),
                        Long.toString(keys[keys.length - 1]),
                        keys.length,
                        samples);
        ExportPlan plan = plan(new Mode.Cut.Count(1 + random.nextInt(40)), survey);
        for (long key : keys) {
            KeyValue value = new KeyValue(KeyType.INTEGER, Long.toString(key));
            assertThat(plan.chunks().stream().filter(each -> holds(each.slice(), value)))
                    .hasSize(1);
        }
        assertThat(PlanCodec.read(PlanCodec.write(plan))).isEqualTo(plan);
    }

    private static boolean holds(Slice slice, KeyValue value) {
        Slice.Between between = (Slice.Between) slice;
        boolean behind =
                between.lower()
                        .map(edge -> value.compare(edge.value()).orElseThrow() >= 0)
                        .orElse(true);
        boolean before =
                between.upper()
                        .map(edge -> value.compare(edge.value()).orElseThrow() < 0)
                        .orElse(true);
        return behind && before;
    }
}
