package dev.rivet.testing;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A chunk that a client has sent and its server does not get until it is released. What the client
/// sent before has been passed on; what the server sends goes on passing.
public final class Hold implements AutoCloseable {
    private final Moment moment;
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    Hold(Moment moment) {
        this.moment = moment;
    }

    /// Waits until the client has sent it, a minute at most.
    public Hold await() {
        return await(Duration.ofMinutes(1));
    }

    public Hold await(Duration patience) {
        try {
            if (!reached.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException(
                        "no client sent %s within %s".formatted(moment.words(), patience));
            }
            return this;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    public boolean isReached() {
        return reached.getCount() == 0;
    }

    /// Lets it go on, also when it has not come yet.
    public void release() {
        released.countDown();
    }

    @Override
    public void close() {
        release();
    }

    /// What the proxy calls when the moment has come.
    void stop() throws InterruptedException {
        reached.countDown();
        released.await();
    }
}
