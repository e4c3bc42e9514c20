package dev.rivet.source.postgres.wire;

import java.time.Duration;

/// Sees to it that a server that says nothing is not waited for without end. Event loop only.
public final class SilenceWatch {
    private final PgWire wire;
    private final Duration patience;
    private final Alarm alarm;
    private final Listener listener;

    /// Who waits for the server.
    public interface Listener {
        /// Whether somebody waits still.
        boolean isWaiting();

        /// When the statement began, by [System#nanoTime()].
        long startNanos();

        /// The server has been silent for too long.
        void silent();
    }

    /// @param patience longest silence
    /// @param alarm the one that reading uses
    public SilenceWatch(PgWire wire, Duration patience, Alarm alarm, Listener listener) {
        this.wire = wire;
        this.patience = patience;
        this.alarm = alarm;
        this.listener = listener;
    }

    /// Watches from now on, instead of whatever the alarm was set for.
    public void begin() {
        alarm.set(patience, this::check);
    }

    private void check() {
        if (!listener.isWaiting()) {
            return;
        }
        long since = Math.max(wire.lastReadNanos(), listener.startNanos());
        Duration silence = Duration.ofNanos(System.nanoTime() - since);
        if (silence.compareTo(patience) < 0) {
            alarm.set(patience.minus(silence), this::check);
        } else {
            listener.silent();
        }
    }
}
