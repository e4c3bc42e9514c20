package dev.rivet.source.postgres.wire;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One task on the event loop that runs later, unless it is replaced or called off before. Event
/// loop only.
public final class Alarm {
    private final EventLoop loop;
    private @Nullable Future<?> pending;

    public Alarm(EventLoop loop) {
        this.loop = loop;
    }

    public void set(Duration delay, Runnable task) {
        callOff();
        pending = loop.schedule(task, delay.toMillis() + 1, TimeUnit.MILLISECONDS);
    }

    public void callOff() {
        if (pending != null) {
            pending.cancel(false);
            pending = null;
        }
    }
}
