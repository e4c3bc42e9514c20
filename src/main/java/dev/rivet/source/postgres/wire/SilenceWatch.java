package dev.rivet.source.postgres.wire;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/// Sees to it that a server that says nothing is not waited for without end. Event loop only.
public final class SilenceWatch {
    private final PgWire wire;
    private final Duration patience;
    private final Alarm alarm;
    private final BooleanSupplier isAwaited;
    private final LongSupplier startNanos;
    private final Runnable whenSilent;

    /// @param patience longest silence
    /// @param alarm the one that reading uses
    /// @param isAwaited whether anybody still waits for the server
    /// @param startNanos when the statement began, by [System#nanoTime()]
    public SilenceWatch(
            PgWire wire,
            Duration patience,
            Alarm alarm,
            BooleanSupplier isAwaited,
            LongSupplier startNanos,
            Runnable whenSilent) {
        this.wire = wire;
        this.patience = patience;
        this.alarm = alarm;
        this.isAwaited = isAwaited;
        this.startNanos = startNanos;
        this.whenSilent = whenSilent;
    }

    /// Watches from now on, instead of whatever the alarm was set for.
    public void begin() {
        alarm.set(patience, this::check);
    }

    private void check() {
        if (!isAwaited.getAsBoolean()) {
            return;
        }
        long since = Math.max(wire.lastReadNanos(), startNanos.getAsLong());
        Duration silence = Duration.ofNanos(System.nanoTime() - since);
        if (silence.compareTo(patience) < 0) {
            alarm.set(patience.minus(silence), this::check);
        } else {
            whenSilent.run();
        }
    }
}
