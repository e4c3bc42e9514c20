package dev.rivet.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.journal.JournalEntry;
import dev.rivet.journal.Progress;
import dev.rivet.journal.RunEvent;
import dev.rivet.journal.RunId;
import dev.rivet.journal.Volume;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private static final RunId RUN = RunId.of("orders", Summaries.START, 1);
    private static final String ERASE = "\r\u001b[K";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Screen screen = new Screen(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    private final AtomicLong now = new AtomicLong();

    @Test
    void showsRowsRateBytesTimeAndWhatIsLeftFromTheFirstBatchOn() {
        try (ProgressLine line = line(ProgressLine.Style.LIVE, 120)) {
            line.begin("orders", "full");
            pass(Duration.ofSeconds(2));
            line.progressed(RUN, progress(20_000, 4L << 20, 100_000L));
            line.tick();

            assertThat(shown())
                    .contains("orders  20,000 rows  10,000 rows/s  4.0 MB read  2.0s  ETA 8s");
        }
    }

    @Test
    void theRateIsThatOfTheRecentPast() {
        try (ProgressLine line = line(ProgressLine.Style.LIVE, 120)) {
            line.begin("orders", "full");
            for (int second = 1; second <= 20; second++) {
                pass(Duration.ofSeconds(1));
                long rows = second <= 10 ? second * 10_000L : 100_000 + (second - 10) * 1_000L;
                line.progressed(RUN, progress(rows, 0, null));
            }
            line.tick();

            assertThat(shown()).contains("110,000 rows  1,000 rows/s").doesNotContain("ETA");
        }
    }

    @Test
    void saysThatItWaitsBeforeARetryAndWhy() {
        try (ProgressLine line = line(ProgressLine.Style.LIVE, 120)) {
            line.begin("orders", "full");
            pass(Duration.ofSeconds(2));
            line.progressed(RUN, progress(20_000, 4L << 20, null));
            line.happened(RUN, retry(Duration.ofSeconds(16)));
            line.progressed(RUN, progress(0, 0, null));
            pass(Duration.ofSeconds(4));
            line.tick();

            assertThat(shown())
                    .contains("orders  failed, reads again in 16.0s (retry 1): [X] gone away\n")
                    .contains("orders  waits 12s before retry 1  6.0s");
            pass(Duration.ofSeconds(12));
            bytes.reset();
            line.tick();
            assertThat(shown()).contains("orders  waiting for the first rows");
        }
    }

    private static JournalEntry retry(Duration backoff) {
        return new JournalEntry(
                Summaries.START, new RunEvent.RetryAttempted(1, "[X] gone\naway", backoff));
    }

    @Test
    void aWrongEstimateGivesNoTimeLeft() {
        try (ProgressLine line = line(ProgressLine.Style.LIVE, 120)) {
            line.begin("orders", "full");
            pass(Duration.ofSeconds(1));
            line.progressed(RUN, progress(200, 0, 100L));
            line.tick();

            assertThat(shown()).contains("200 rows").doesNotContain("ETA");
        }
    }

    @Test
    void fitsTheTerminal() {
        try (ProgressLine line = line(ProgressLine.Style.LIVE, 30)) {
            line.begin("orders_of_the_last_twenty_years", "full");
            pass(Duration.ofSeconds(1));
            line.progressed(RUN, progress(20_000, 4L << 20, 100_000L));
            line.tick();

            String drawn = shown().replaceAll("\u001b\\[[?]?[0-9]*[a-zA-Z]|\r", "\n").strip();
            assertThat(drawn.lines().toList().getLast())
                    .hasSizeLessThan(30)
                    .contains("20,000 rows");
        }
    }

    @Test
    void linesThatOthersWriteStandAboveIt() {
        try (ProgressLine line = line(ProgressLine.Style.LIVE, 120)) {
            line.begin("orders", "full");
            line.tick();
            bytes.reset();
            screen.stream().print("a war");
            screen.stream().print("ning\n");

            assertThat(shown()).startsWith(ERASE + "a warning\n").contains("orders  waiting");
        }
    }

    @Test
    void leavesNothingBehind() {
        ProgressLine line = line(ProgressLine.Style.LIVE, 120);
        line.begin("orders", "full");
        line.tick();
        line.close();

        assertThat(shown()).endsWith(ERASE);
        bytes.reset();
        line.tick();
        assertThat(shown()).isEmpty();
    }

    @Test
    void drawsByItselfWhileAnExportRuns() throws InterruptedException {
        try (ProgressLine line = line(ProgressLine.Style.LIVE, 120)) {
            line.started(RUN, "orders", "full");
            long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
            while (!shown().contains("orders  waiting") && System.nanoTime() < deadline) {
                Thread.sleep(5);
            }

            assertThat(shown()).contains("orders  waiting for the first rows");
        }
    }

    @Test
    void theEndReplacesTheLiveLine() {
        try (ProgressLine line = line(ProgressLine.Style.LIVE, 120)) {
            line.begin("orders", "full");
            line.tick();
            line.finished(Summaries.delivered("orders", 5, 1));

            assertThat(shown()).contains(ERASE + "✓ orders").endsWith("2.2s\n");
        }
    }

    @Test
    void withoutATerminalThereIsALineAtTheStartEveryTenSecondsAndAtTheEnd() {
        try (ProgressLine line = line(ProgressLine.Style.PLAIN, 0)) {
            line.begin("orders", "full");
            for (int second = 0; second < 25; second++) {
                pass(Duration.ofSeconds(1));
                line.progressed(RUN, progress(second + 1L, 10, null));
                line.tick();
            }
            line.finished(Summaries.delivered("orders", 25, 1));
        }

        assertThat(shown().lines()).hasSize(4).first().isEqualTo("orders  started (full)");
        assertThat(shown()).doesNotContain("\u001b", "\r").contains("orders  10 rows  1 rows/s");
    }

    private static Progress progress(long rows, long bytesRead, @Nullable Long rowEstimate) {
        return new Progress(new Volume(rows, 0, bytesRead, 0), rowEstimate);
    }

    private ProgressLine line(ProgressLine.Style style, int columns) {
        return new ProgressLine(screen, style, () -> columns, now::get);
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private String shown() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
