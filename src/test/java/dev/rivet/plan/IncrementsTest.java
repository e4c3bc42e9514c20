package dev.rivet.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rivet.config.Mode;
import dev.rivet.diag.Code;
import dev.rivet.diag.RivetException;
import dev.rivet.plan.HighWater.Access;
import dev.rivet.plan.HighWater.Settled;
import dev.rivet.plan.HighWater.Stragglers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What is new, and up to where that can be told.
class IncrementsTest {
    private static final Instant NOW = Instant.parse("2026-11-27T10:00:00Z");
    private static final Instant OLDER = Instant.parse("2026-11-27T09:58:30.25Z");
    private static final Key ID = Key.of("id");
    private static final Stragglers ENDED = new Stragglers.None();
    private static final Settled ANY_AGE = new Settled.All();
    private static final Increments.Earlier NOTHING_EARLIER =
            new Increments.Earlier(null, null, List.of());

    private static KeyValue id(long value) {
        return new KeyValue(KeyType.INTEGER, Long.toString(value));
    }

    private static KeyValue at(String time) {
        return new KeyValue(KeyType.INSTANT, time);
    }

    private static HighWater found(KeyType type, @Nullable KeyValue top, Stragglers stragglers) {
        return new HighWater(type, top, 0, Access.INDEX, stragglers, ANY_AGE, NOW);
    }

    private static Mode.Incremental mode(@Nullable Duration settle) {
        return new Mode.Incremental(
                List.of("id"),
                settle == null ? null : new Mode.Settle(settle, null),
                Duration.ofSeconds(10),
                null);
    }

    private static ExportPlan plan(
            @Nullable Edge delivered, HighWater found, Sighting... sightings) {
        return Increments.plan(
                mode(null),
                new Increments.Earlier(
                        delivered == null ? null : new Watermark(ID, delivered),
                        null,
                        List.of(sightings)),
                found,
                null);
    }

    private static Slice only(ExportPlan plan) {
        assertThat(plan.chunks()).hasSize(1);
        return plan.chunks().getFirst().slice();
    }

    private static Edge end(ExportPlan plan) {
        return plan.advance().orElseThrow().to().edge();
    }

    @Test
    void theFirstRunReadsEverythingUpToTheTop() {
        ExportPlan plan = plan(null, found(KeyType.INTEGER, id(9), ENDED));

        assertThat(only(plan)).isEqualTo(new Slice.Between(ID, null, Edge.including(id(9))));
        assertThat(end(plan)).isEqualTo(Edge.including(id(9)));
        assertThat(plan.advance().orElseThrow().start()).isEmpty();
    }

    @Test
    void theNextRunReadsWhatIsBehindTheWatermark() {
        ExportPlan plan = plan(Edge.including(id(9)), found(KeyType.INTEGER, id(12), ENDED));

        assertThat(only(plan))
                .isEqualTo(new Slice.Between(ID, Edge.excluding(id(9)), Edge.including(id(12))));
    }

    @Test
    void whatWasLeftAtTheEdgeIsReadByTheNextRun() {
        ExportPlan plan = plan(Edge.excluding(id(9)), found(KeyType.INTEGER, id(9), ENDED));

        assertThat(only(plan))
                .isEqualTo(new Slice.Between(ID, Edge.including(id(9)), Edge.including(id(9))));
    }

    @Test
    void withoutANewRowThereIsNothingToRead() {
        ExportPlan plan = plan(Edge.including(id(9)), found(KeyType.INTEGER, null, ENDED));

        assertThat(plan.chunks()).isEmpty();
        assertThat(plan.advance()).isEmpty();
    }

    @Test
    void aTimeIsReadUpToTheStartOfTheOldestTransaction() {
        ExportPlan plan =
                plan(
                        null,
                        found(
                                KeyType.INSTANT,
                                at("2026-11-27T09:59:59.123456Z"),
                                new Stragglers.Open(OLDER, "session 7")));

        assertThat(end(plan)).isEqualTo(Edge.excluding(at("2026-11-27T09:58:30.25Z")));
        assertThat(plan.remarks()).singleElement().asString().contains("session 7", "09:58:30.25");
    }

    @Test
    void aTimeOfWholeSecondsIsReadUpToTheSecondInWhichItBegan() {
        ExportPlan plan =
                plan(
                        null,
                        found(
                                KeyType.INSTANT,
                                at("2026-11-27T09:59:59Z"),
                                new Stragglers.Open(OLDER, "session 7")));

        assertThat(end(plan)).isEqualTo(Edge.excluding(at("2026-11-27T09:58:30Z")));
    }

    @Test
    void aTimeOfNoZoneIsReadNoFurtherThanWhatWasSeenBefore() {
        KeyValue seen = new KeyValue(KeyType.TIMESTAMP, "2026-11-27T04:00:00");
        ExportPlan plan =
                plan(
                        null,
                        found(
                                KeyType.TIMESTAMP,
                                new KeyValue(KeyType.TIMESTAMP, "2026-11-27T05:00:00"),
                                new Stragglers.Open(OLDER, "session 7")),
                        new Sighting(OLDER.minusSeconds(5), seen));

        assertThat(end(plan)).isEqualTo(Edge.including(seen));
    }

    @Test
    void aTopThatIsOlderThanTheTransactionStays() {
        ExportPlan plan =
                plan(
                        null,
                        found(
                                KeyType.INSTANT,
                                at("2026-11-27T09:00:00Z"),
                                new Stragglers.Open(OLDER, "session 7")));

        assertThat(end(plan)).isEqualTo(Edge.including(at("2026-11-27T09:00:00Z")));
    }

    @Test
    void aNumberIsReadUpToWhatWasSeenBeforeTheTransactionBegan() {
        ExportPlan plan =
                plan(
                        Edge.including(id(3)),
                        found(KeyType.INTEGER, id(50), new Stragglers.Open(OLDER, "session 7")),
                        new Sighting(OLDER.minusSeconds(60), id(20)),
                        new Sighting(OLDER.minusSeconds(5), id(30)),
                        new Sighting(OLDER.plusSeconds(5), id(40)));

        assertThat(end(plan)).isEqualTo(Edge.including(id(30)));
    }

    @Test
    void aNumberThatNobodySawBeforeTheTransactionWaits() {
        ExportPlan plan =
                plan(
                        null,
                        found(KeyType.INTEGER, id(50), new Stragglers.Open(OLDER, "session 7")),
                        new Sighting(OLDER.plusSeconds(5), id(40)));

        assertThat(plan.chunks()).isEmpty();
        assertThat(plan.remarks()).singleElement().asString().contains("nothing is read before");
    }

    @Test
    void aTransactionWhoseStartNobodyKnowsHoldsNumbersBack() {
        ExportPlan plan =
                plan(
                        null,
                        found(KeyType.INTEGER, id(50), new Stragglers.Open(null, "a session")),
                        new Sighting(OLDER, id(40)));

        assertThat(plan.chunks()).isEmpty();
    }

    @Test
    void whatWasSeenAndDeliveredIsNotReadAgain() {
        ExportPlan plan =
                plan(
                        Edge.including(id(30)),
                        found(KeyType.INTEGER, id(50), new Stragglers.Open(OLDER, "session 7")),
                        new Sighting(OLDER.minusSeconds(5), id(30)));

        assertThat(plan.chunks()).isEmpty();
    }

    @Test
    void whatCannotBePromisedIsSaid() {
        ExportPlan plan =
                plan(
                        null,
                        found(KeyType.INTEGER, id(5), new Stragglers.Unknown("GRANT pg_monitor")));

        assertThat(end(plan)).isEqualTo(Edge.including(id(5)));
        assertThat(plan.remarks())
                .singleElement()
                .asString()
                .contains("GRANT pg_monitor", "overlap: 5000");
    }

    @Test
    void youngRowsWaitUntilTheyHaveSettled() {
        ExportPlan plan =
                Increments.plan(
                        mode(Duration.ofHours(1)),
                        NOTHING_EARLIER,
                        found(KeyType.INSTANT, at("2026-11-27T09:59:59Z"), ENDED),
                        null);

        assertThat(end(plan)).isEqualTo(Edge.excluding(at("2026-11-27T09:00:00Z")));
    }

    /// Planned with the age of another column.
    private static ExportPlan aged(
            HighWater found, @Nullable Watermark delivered, Sighting... sightings) {
        return Increments.plan(
                new Mode.Incremental(
                        List.of("id"),
                        new Mode.Settle(Duration.ofHours(1), "made"),
                        Duration.ofSeconds(10),
                        null),
                new Increments.Earlier(delivered, null, List.of(sightings)),
                found,
                null);
    }

    private static HighWater settled(KeyValue top, Stragglers stragglers, Settled settled) {
        return new HighWater(top.type(), top, 0, Access.INDEX, stragglers, settled, NOW);
    }

    @Test
    void theBoundIsTheLastRowThatHasSettledByAnotherColumn() {
        ExportPlan plan = aged(settled(id(9), ENDED, new Settled.UpTo(id(5))), null);

        // Not `< 8` where 8 is the first young one: 6 and 7 may be younger still, and not there
        // yet.
        assertThat(end(plan)).isEqualTo(Edge.including(id(5)));
        assertThat(end(aged(settled(id(9), ENDED, ANY_AGE), null)))
                .isEqualTo(Edge.including(id(9)));
    }

    @Test
    void nothingIsReadWhereNoNewRowHasSettled() {
        Watermark four = new Watermark(ID, Edge.including(id(4)));
        ExportPlan plan = aged(settled(id(9), ENDED, new Settled.Nothing()), four);

        assertThat(plan.chunks()).isEmpty();
        assertThat(plan.advance()).isEmpty();
    }

    @Test
    void theLowerOfAgeAndOpenTransactionsCounts() {
        Stragglers open = new Stragglers.Open(OLDER, "session 7");
        Sighting seen = new Sighting(OLDER.minusSeconds(60), id(5));

        assertThat(end(aged(settled(id(9), open, new Settled.UpTo(id(3))), null, seen)))
                .isEqualTo(Edge.including(id(3)));
        assertThat(end(aged(settled(id(9), open, new Settled.UpTo(id(7))), null, seen)))
                .isEqualTo(Edge.including(id(5)));
    }

    @Test
    void ofTextsNobodyKnowsTheLowerOne() {
        KeyValue zebra = new KeyValue(KeyType.TEXT, "zebra");
        Stragglers open = new Stragglers.Open(OLDER, "session 7");
        Sighting seen = new Sighting(OLDER.minusSeconds(60), new KeyValue(KeyType.TEXT, "Ärger"));
        ExportPlan plan =
                aged(
                        settled(zebra, open, new Settled.UpTo(new KeyValue(KeyType.TEXT, "apple"))),
                        null,
                        seen);

        assertThat(plan.chunks()).isEmpty();
        assertThat(plan.remarks())
                .singleElement()
                .asString()
                .contains("nothing is read before it has ended");
    }

    @Test
    void onlyTimesTellAnAge() {
        Settling settling = new Settling(Key.of("made"), Duration.ofHours(1));
        RivetException failure =
                catchThrowableOfType(RivetException.class, () -> settling.young(KeyType.TEXT, NOW));

        assertThat(failure.diagnostic().code()).isEqualTo(Code.CONFIG_SETTLE_COLUMN_NOT_TEMPORAL);
        assertThat(settling.young(KeyType.TIMESTAMP, NOW).lower())
                .contains(Edge.including(new KeyValue(KeyType.TIMESTAMP, "2026-11-27T09:00:00")));
    }

    @Test
    void numbersTellNoAge() {
        RivetException failure =
                catchThrowableOfType(
                        RivetException.class,
                        () ->
                                Increments.plan(
                                        mode(Duration.ofHours(1)),
                                        NOTHING_EARLIER,
                                        found(KeyType.INTEGER, id(4), ENDED),
                                        null));

        assertThat(failure.diagnostic().code()).isEqualTo(Code.CONFIG_SETTLE_COLUMN_NOT_TEMPORAL);
    }

    @Test
    void aCursorOfAnotherTypeIsNotComparedWithTheOldOne() {
        RivetException failure =
                catchThrowableOfType(
                        RivetException.class,
                        () ->
                                plan(
                                        Edge.including(at("2026-11-27T09:00:00Z")),
                                        found(KeyType.INTEGER, id(4), ENDED)));

        assertThat(failure.diagnostic().code()).isEqualTo(Code.STATE_CURSOR_INCOMPARABLE);
    }

    @Test
    void rowsWithoutACursorAreCounted() {
        ExportPlan plan =
                plan(
                        null,
                        new HighWater(
                                KeyType.INTEGER, id(9), 3, Access.INDEX, ENDED, ANY_AGE, NOW));

        assertThat(plan.remarks()).singleElement().asString().startsWith("3 rows have no id");
    }

    @Test
    void aLongFirstRunIsCutAndContinued() {
        var survey =
                new KeySurvey(
                        KeyType.INTEGER,
                        id(1),
                        id(16_000_000),
                        new KeySurvey.Traits(Access.INDEX, true, false),
                        16_000_000L,
                        null,
                        List.of());
        ExportPlan plan =
                Increments.plan(
                        mode(null),
                        NOTHING_EARLIER,
                        found(KeyType.INTEGER, id(15_900_000), ENDED),
                        survey);

        assertThat(plan.chunks()).hasSize(4);
        assertThat(plan.checkpoints()).isEqualTo(ExportPlan.Checkpoints.EACH_CHUNK);
        assertThat(plan.chunks().getLast().slice())
                .isEqualTo(
                        new Slice.Between(
                                ID,
                                Edge.including(id(12_000_000)),
                                Edge.including(id(15_900_000))));
    }

    @Test
    void plansAreWrittenAndReadBack() {
        ExportPlan plan = plan(Edge.excluding(id(9)), found(KeyType.INTEGER, id(12), ENDED));

        assertThat(PlanCodec.read(PlanCodec.write(plan))).isEqualTo(plan);
    }

    @Test
    void aDayThatIsNotOverIsTold() {
        HighWater today = found(KeyType.DATE, new KeyValue(KeyType.DATE, "2026-11-27"), ENDED);
        assertThat(plan(null, today).remarks())
                .singleElement()
                .asString()
                .contains("rows of that day that are added later are not read", "settle:");
        assertThat(
                        Increments.plan(mode(Duration.ofHours(12)), NOTHING_EARLIER, today, null)
                                .remarks())
                .isEmpty();
        HighWater past = found(KeyType.DATE, new KeyValue(KeyType.DATE, "2026-11-25"), ENDED);
        assertThat(plan(null, past).remarks()).isEmpty();
    }
}
