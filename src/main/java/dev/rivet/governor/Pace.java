package dev.rivet.governor;

import dev.rivet.config.Tuning;
import dev.rivet.source.Gate;
import io.smallrye.mutiny.Uni;
import java.time.Duration;

/// The pause that a user asked for with `throttle_ms`: whole after a full batch, in proportion
/// after a smaller one, so that the total depends on the rows and not on how they were cut.
public final class Pace implements Gate {
    private final Tuning tuning;

    public Pace(Tuning tuning) {
        this.tuning = tuning;
    }

    @Override
    public Uni<Void> admit(long rows) {
        Duration pause = pauseAfter(rows);
        Uni<Void> now = Uni.createFrom().voidItem();
        return pause.isZero() ? now : now.onItem().delayIt().by(pause);
    }

    Duration pauseAfter(long rows) {
        return tuning.throttle().multipliedBy(rows).dividedBy(tuning.batchRows());
    }
}
