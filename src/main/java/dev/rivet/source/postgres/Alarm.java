package dev.rivet.source.postgres;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One task on the event loop that runs later, unless it is replaced or called off before. Event
/// loop only.
final class Alarm {
    private final EventLoop loop;
    private @Nullable Future<?> pending;

    Alarm(EventLoop loop) {
        this.loop = loop;
    }

    void set(Duration delay, Runnable task) {
        callOff();
        pending = loop.schedule(task, delay.toMillis() + 1, TimeUnit.MILLISECONDS);
    }

    void callOff() {
        if (pending != null) {
            pending.cancel(false);
            pending = null;
        }
    }
}
