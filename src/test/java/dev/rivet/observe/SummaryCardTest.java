package dev.rivet.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import org.junit.jupiter.api.Test;

class SummaryCardTest {
    @Test
    void showsWhatWasMeasured() {
        assertThat(SummaryCard.of(Summaries.delivered("orders", 100_000, 1)))
                .hasValue(
                        """
                        ── orders ──────────────────────────────────────────────────
                          run_id:         orders_20261121T050250.505_4711
                          status:         success
                          tuning:         profile=balanced, batch_size=10,000
                          read path:      portal
                          rows:           100,000
                          files:          1
                          output:         file:///data/orders
                          bytes read:     15.6 MB
                          bytes written:  4.2 MB
                          duration:       2.2s
                          peak RSS:       61.0 MB
                          validated:      pass
                          schema:         unchanged
                          replaced:       3 values of created_at became NULL
                          warning:        one column is lossy
                        """);
    }

    @Test
    void hasNoRowForWhatWasNotMeasured() {
        var failed =
                Summaries.failed("orders", 12, Diagnostic.of(Code.SOURCE_CONNECTION_LOST, "gone"));

        assertThat(SummaryCard.of(failed))
                .hasValueSatisfying(
                        card ->
                                assertThat(card)
                                        .contains("status:         failed", "rows:           12")
                                        .doesNotContain(
                                                "RSS",
                                                "validated",
                                                "schema",
                                                "batch_size",
                                                "output",
                                                "written",
                                                "compression"));
    }

    @Test
    void tellsOfRetriesWhereThereWereSome() {
        var retried = Summaries.retried("orders", 2);

        assertThat(SummaryCard.of(retried).orElseThrow()).contains("  retries:        2\n");
        assertThat(SummaryCard.of(Summaries.delivered("orders", 1, 1)).orElseThrow())
                .doesNotContain("retries");
        assertThat(AggregateBlock.of(Summaries.report(retried, retried)))
                .contains("  retries:        4\n");
    }

    @Test
    void isNotThereForARunThatNeverStarted() {
        var refused =
                Summaries.refused("orders", Diagnostic.of(Code.SOURCE_CONNECT_FAILED, "refused"));

        assertThat(SummaryCard.of(refused)).isEmpty();
    }

    @Test
    void aSkippedRunSaysWhy() {
        var skipped = Summaries.skipped("orders", "source returned 0 rows");

        assertThat(SummaryCard.of(skipped).orElseThrow())
                .contains("status:         skipped (source returned 0 rows)");
        assertThat(ResultLine.of(skipped)).contains("skipped (source returned 0 rows)");
    }

    @Test
    void oneLineTellsARunApart() {
        assertThat(ResultLine.of(Summaries.delivered("orders", 1, 2)))
                .isEqualTo("✓ orders            full  1 row  2 files  4.2 MB  2.2s");
    }

    @Test
    void severalExportsAreAddedUp() {
        var report =
                Summaries.report(
                        Summaries.delivered("orders", 100_000, 1),
                        Summaries.delivered("items", 300, 2),
                        Summaries.refused(
                                "users", Diagnostic.of(Code.SOURCE_TABLE_NOT_FOUND, "no users")));

        assertThat(AggregateBlock.of(report))
                .isEqualTo(
                        """
                        ── 3 exports ───────────────────────────────────────────────
                          id:             agg_20261121T050250505_01abcdef
                          status:         2 success · 1 failed
                          rows:           100,300
                          files:          3
                          bytes read:     31.2 MB
                          bytes written:  8.4 MB
                          duration:       4.0s (wall clock)
                          throughput:     25,075 rows/s · 7.8 MB/s
                          mode:           sequential
                          config:         /etc/rivet/rivet.yaml
                          failed exports: users
                        """);
    }
}
