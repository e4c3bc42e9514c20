package dev.rivet.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rivet.config.Mode;
import dev.rivet.diag.Code;
import dev.rivet.diag.RivetException;
import dev.rivet.plan.HighWater.Access;
import dev.rivet.plan.HighWater.Stragglers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// From where rows are read again, and what the next run may read again.
class MarginsTest {
    private static final Instant NOW = Instant.parse("2026-11-27T10:00:00Z");
    private static final Key ID = Key.of("id");
    private static final Mode.Overlap THREE = new Mode.Overlap.Distance(3);
    private static final Mode.Overlap TEN_MINUTES = new Mode.Overlap.Span(Duration.ofMinutes(10));

    private static KeyValue id(long value) {
        return new KeyValue(KeyType.INTEGER, Long.toString(value));
    }

    private static ExportPlan plan(
            Mode.@Nullable Overlap overlap,
            @Nullable Edge delivered,
            @Nullable Edge remembered,
            @Nullable KeyValue top) {
        return plan(overlap, delivered, remembered, top, new Stragglers.None());
    }

    private static ExportPlan plan(
            Mode.@Nullable Overlap overlap,
            @Nullable Edge delivered,
            @Nullable Edge remembered,
            @Nullable KeyValue top,
            Stragglers stragglers) {
        return Increments.plan(
                new Mode.Incremental(List.of("id"), null, Duration.ZERO, overlap),
                new Increments.Earlier(
                        delivered == null ? null : new Watermark(ID, delivered),
                        remembered,
                        List.of()),
                new HighWater(
                        KeyType.INTEGER,
                        top,
                        0,
                        Access.INDEX,
                        stragglers,
                        new HighWater.Settled.All(),
                        NOW),
                null);
    }

    private static Slice only(ExportPlan plan) {
        assertThat(plan.chunks()).hasSize(1);
        return plan.chunks().getFirst().slice();
    }

    private static @Nullable Edge margin(ExportPlan plan) {
        return plan.advance().orElseThrow().marginStart();
    }

    @ParameterizedTest
    @CsvSource({
        "INTEGER, 100, 97",
        "INTEGER, 1, -2",
        "INTEGER, -9223372036854775808, -9223372036854775811",
        "INTEGER, 18446744073709551615, 18446744073709551612"
    })
    void aDistanceIsTakenFromWholeNumbers(KeyType type, String value, String start) {
        assertThat(Margins.before(new KeyValue(type, value), THREE, ID))
                .isEqualTo(Edge.including(new KeyValue(type, start)));
    }

    @ParameterizedTest
    @CsvSource({
        "DATE, 2026-03-01, 2026-02-28",
        "TIMESTAMP, 2026-01-01T00:05:00.000001, 2025-12-31T23:55:00.000001",
        "INSTANT, 2026-01-01T00:05:00Z, 2025-12-31T23:55:00Z"
    })
    void aSpanIsTakenFromTimes(KeyType type, String value, String start) {
        assertThat(Margins.before(new KeyValue(type, value), TEN_MINUTES, ID))
                .isEqualTo(Edge.including(new KeyValue(type, start)));
    }

    @Test
    void anOverlapOfTheOtherKindIsRefused() {
        refused(id(5), TEN_MINUTES, "overlap: 5000");
        refused(new KeyValue(KeyType.DATE, "2026-01-01"), THREE, "overlap: 10m");
        refused(new KeyValue(KeyType.TEXT, "a"), THREE, "Remove");
        refused(new KeyValue(KeyType.DECIMAL, "1.5"), THREE, "Remove");
    }

    private static void refused(KeyValue value, Mode.Overlap overlap, String wayOut) {
        RivetException failure =
                catchThrowableOfType(
                        RivetException.class, () -> Margins.before(value, overlap, ID));
        assertThat(failure.diagnostic().code()).isEqualTo(Code.CONFIG_MODE_SETTING_INVALID);
        assertThat(failure.diagnostic().toString()).contains(wayOut);
    }

    @Test
    void theFirstRunRemembersItsLastRows() {
        ExportPlan plan = plan(THREE, null, null, id(9));

        assertThat(only(plan)).isEqualTo(new Slice.Between(ID, null, Edge.including(id(9))));
        assertThat(margin(plan)).isEqualTo(Edge.including(id(6)));
        assertThat(plan.remarks()).isEmpty();
        assertThat(PlanCodec.read(PlanCodec.write(plan))).isEqualTo(plan);
    }

    @Test
    void theNextRunReadsTheMarginAgain() {
        ExportPlan plan = plan(THREE, Edge.including(id(9)), Edge.including(id(6)), id(20));

        assertThat(only(plan))
                .isEqualTo(new Slice.Between(ID, Edge.including(id(6)), Edge.including(id(20))));
        assertThat(margin(plan)).isEqualTo(Edge.including(id(17)));
    }

    @Test
    void nothingIsReadAgainOfWhichIsNotKnownWhatWasDelivered() {
        ExportPlan wider = plan(THREE, Edge.including(id(9)), Edge.excluding(id(8)), id(10));
        assertThat(only(wider))
                .isEqualTo(new Slice.Between(ID, Edge.excluding(id(8)), Edge.including(id(10))));
        assertThat(margin(wider)).isEqualTo(Edge.excluding(id(8)));

        ExportPlan none = plan(THREE, Edge.including(id(9)), null, id(10));
        assertThat(only(none))
                .isEqualTo(new Slice.Between(ID, Edge.excluding(id(9)), Edge.including(id(10))));
        assertThat(margin(none)).isEqualTo(Edge.excluding(id(9)));
        assertThat(none.remarks()).singleElement().asString().contains("begins with what this run");
        assertThat(plan(THREE, Edge.including(id(9)), null, null).chunks()).isEmpty();
    }

    @Test
    void theMarginIsLookedAtWithoutANewRow() {
        Slice again = new Slice.Between(ID, Edge.including(id(6)), Edge.including(id(9)));
        ExportPlan plan = plan(THREE, Edge.including(id(9)), Edge.including(id(2)), null);
        assertThat(only(plan)).isEqualTo(again);
        assertThat(plan.advance().orElseThrow().to().edge()).isEqualTo(Edge.including(id(9)));

        var open = new Stragglers.Open(null, "session 7");
        assertThat(only(plan(THREE, Edge.including(id(9)), Edge.including(id(2)), id(12), open)))
                .isEqualTo(again);
    }

    @Test
    void withoutAnOverlapNothingIsRemembered() {
        ExportPlan plan = plan(null, Edge.including(id(9)), Edge.including(id(6)), id(20));

        assertThat(only(plan))
                .isEqualTo(new Slice.Between(ID, Edge.excluding(id(9)), Edge.including(id(20))));
        assertThat(margin(plan)).isNull();
    }

    @Test
    void anotherCursorHasNoMarginYet() {
        ExportPlan plan =
                Increments.plan(
                        new Mode.Incremental(List.of("other"), null, Duration.ZERO, THREE),
                        new Increments.Earlier(
                                new Watermark(ID, Edge.including(id(9))),
                                Edge.including(id(6)),
                                List.of()),
                        new HighWater(
                                KeyType.INTEGER,
                                id(20),
                                0,
                                Access.INDEX,
                                new Stragglers.Unknown("no grant"),
                                new HighWater.Settled.All(),
                                NOW),
                        null);

        assertThat(only(plan).lower()).contains(Edge.excluding(id(9)));
        assertThat(plan.remarks())
                .anySatisfy(
                        remark ->
                                assertThat(remark)
                                        .contains("later than `overlap` reaches", "no grant"));
    }
}
