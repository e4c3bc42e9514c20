package dev.rivet.source.mysql.read;

import dev.rivet.diag.RivetException;
import dev.rivet.row.RowBatch;
import dev.rivet.source.mysql.wire.Silence;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The one batch that has been asked for, if any. Event loop.
final class Demand {
    private final Silence silence;
    private @Nullable UniEmitter<? super Optional<RowBatch>> waiting;

    Demand(Silence silence) {
        this.silence = silence;
    }

    boolean isThere() {
        return waiting != null;
    }

    void arrive(UniEmitter<? super Optional<RowBatch>> emitter) {
        waiting = emitter;
        silence.expect();
    }

    /// Gives a batch, or says that there are no more.
    void answer(Optional<RowBatch> next) {
        UniEmitter<? super Optional<RowBatch>> asking = taken();
        if (asking != null) {
            asking.complete(next);
        }
    }

    void fail(RivetException cause) {
        UniEmitter<? super Optional<RowBatch>> asking = taken();
        if (asking != null) {
            asking.fail(cause);
        }
    }

    private @Nullable UniEmitter<? super Optional<RowBatch>> taken() {
        UniEmitter<? super Optional<RowBatch>> asking = waiting;
        waiting = null;
        silence.answered();
        return asking;
    }
}
