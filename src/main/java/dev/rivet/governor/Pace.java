package dev.rivet.governor;

import dev.rivet.config.Tuning;
import dev.rivet.row.RowBatch;
import io.smallrye.mutiny.Uni;
import java.time.Duration;

/// The pause that a user asked for with `throttle_ms`: whole after a full batch, in proportion
/// after a smaller one, so that the total depends on the rows and not on how they were cut.
public final class Pace {
    private final Tuning tuning;

    public Pace(Tuning tuning) {
        this.tuning = tuning;
    }

    /// Completes when the batch may go on; never blocks a thread.
    public Uni<Void> admit(RowBatch batch) {
        Duration pause = pauseAfter(batch.rows());
        Uni<Void> now = Uni.createFrom().voidItem();
        return pause.isZero() ? now : now.onItem().delayIt().by(pause);
    }

    Duration pauseAfter(int rows) {
        return tuning.throttle().multipliedBy(rows).dividedBy(tuning.batchRows());
    }
}
