package dev.rivet.observe;

import dev.rivet.journal.JournalEntry;
import dev.rivet.journal.Progress;
import dev.rivet.journal.RunEvent;
import dev.rivet.journal.RunId;
import dev.rivet.journal.RunListener;
import dev.rivet.journal.RunSummary;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Shows how far the running export is: on a terminal one line, redrawn in place; elsewhere a
/// line at the start, one every ten seconds, and one at the end. Exports run one after another.
/// A thread of its own draws; whoever reports progress only leaves a note.
public final class ProgressLine implements RunListener, AutoCloseable {
    static final Duration REDRAW = Duration.ofMillis(125);
    static final Duration PLAIN_INTERVAL = Duration.ofSeconds(10);

    private final Screen screen;
    private final Style style;
    private final IntSupplier columns;
    private final LongSupplier nanoTime;
    private @Nullable Thread drawer;
    private @Nullable Running running;

    public enum Style {
        LIVE,
        PLAIN
    }

    /// Between two attempts.
    ///
    /// @param attempt the further one that begins then, from 1; 0 for none
    private record Pause(long untilNanos, int attempt) {
        static final Pause NONE = new Pause(0, 0);
    }

    private static final class Running {
        final String export;
        final long startNanos;
        final int columns;
        RateWindow rate;
        Pause pause = Pause.NONE;
        long lastLineNanos;
        Progress progress = Progress.none(null);

        Running(String export, long now, int columns) {
            this.export = export;
            this.startNanos = now;
            this.columns = columns;
            this.rate = new RateWindow(now);
            this.lastLineNanos = now;
        }
    }

    /// Starts showing when an export starts.
    ///
    /// @param columns width of the terminal, asked when an export starts
    /// @param nanoTime as [System#nanoTime()]
    public ProgressLine(Screen screen, Style style, IntSupplier columns, LongSupplier nanoTime) {
        this.screen = screen;
        this.style = style;
        this.columns = columns;
        this.nanoTime = nanoTime;
    }

    @Override
    public synchronized void started(RunId run, String export, String mode) {
        begin(export, mode);
        if (drawer == null) {
            drawer = Thread.ofPlatform().daemon().name("rivet-progress").start(this::redraw);
        }
    }

    /// An export starts; nobody draws yet.
    synchronized void begin(String export, String mode) {
        int width = style == Style.LIVE ? columns.getAsInt() : Integer.MAX_VALUE;
        running = new Running(export, nanoTime.getAsLong(), width);
        if (style == Style.PLAIN) {
            screen.print(export + "  started (" + mode + ")");
        }
    }

    @Override
    public synchronized void happened(RunId run, JournalEntry entry) {
        if (running != null && entry.event() instanceof RunEvent.RetryAttempted retry) {
            long now = nanoTime.getAsLong();
            running.pause = new Pause(now + retry.backoff().toNanos(), retry.attempt());
            running.rate = new RateWindow(now);
            running.lastLineNanos = now;
            screen.print(
                    String.format(
                            Locale.ROOT,
                            "%s  failed, reads again in %s (retry %d): %s",
                            running.export,
                            Figures.duration(retry.backoff()),
                            retry.attempt(),
                            retry.reason().replace('\n', ' ')));
        }
    }

    @Override
    public synchronized void progressed(RunId run, Progress progress) {
        if (running != null) {
            running.progress = progress;
            running.rate.add(nanoTime.getAsLong(), progress.volume().rows());
        }
    }

    @Override
    public synchronized void finished(RunSummary summary) {
        running = null;
        screen.erase();
        screen.print(ResultLine.of(summary));
    }

    /// Draws what is known now.
    synchronized void tick() {
        if (running == null) {
            return;
        }
        long now = nanoTime.getAsLong();
        switch (style) {
            case LIVE -> screen.show(text(running, now));
            case PLAIN -> {
                if (now - running.lastLineNanos >= PLAIN_INTERVAL.toNanos()) {
                    running.lastLineNanos = now;
                    screen.print(text(running, now));
                }
            }
        }
    }

    private static String text(Running running, long now) {
        Progress progress = running.progress;
        Duration elapsed = Duration.ofNanos(now - running.startNanos);
        Duration pause = Duration.ofNanos(running.pause.untilNanos() - now);
        List<String> figures =
                running.pause.attempt() > 0 && pause.isPositive()
                        ? ProgressText.pause(running.pause.attempt(), pause, elapsed)
                        : ProgressText.figures(
                                progress,
                                running.rate.rowsPerSecond(now, progress.volume().rows()),
                                elapsed);
        return ProgressText.fitted(running.export, figures, running.columns);
    }

    private void redraw() {
        try {
            while (true) {
                tick();
                Thread.sleep(REDRAW);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Stops drawing and leaves the terminal as it was found.
    @Override
    public synchronized void close() {
        running = null;
        if (drawer != null) {
            drawer.interrupt();
            drawer = null;
        }
        screen.erase();
    }
}
