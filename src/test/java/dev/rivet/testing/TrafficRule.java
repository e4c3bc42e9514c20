package dev.rivet.testing;

import java.util.concurrent.atomic.AtomicInteger;

/// What a [TcpProxy] does once, when the moment has come.
final class TrafficRule {
    private final Moment moment;
    private final Action action;
    private final AtomicInteger seen = new AtomicInteger();

    TrafficRule(Moment moment, Action action) {
        this.moment = moment;
        this.action = action;
    }

    void apply(ProxiedConnection connection, String chunk) throws InterruptedException {
        if (moment.matches(connection.ordinal(), chunk)
                && seen.incrementAndGet() == moment.time()) {
            action.happen(connection);
        }
    }

    interface Action {
        void happen(ProxiedConnection connection) throws InterruptedException;
    }
}
