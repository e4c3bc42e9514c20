package dev.rivet.source.postgres.read;

import dev.rivet.row.RowBatch;
import dev.rivet.source.postgres.connect.ActiveRead;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/// A read that is over only when something has been confirmed after its last row.
public final class ConfirmedRead implements ActiveRead {
    private final ActiveRead read;
    private final Runnable confirmation;
    private final Executor eventLoop;
    private volatile boolean isConfirmed;

    /// @param confirmation may block, and use the connection; throws when the rows are none to keep
    public ConfirmedRead(ActiveRead read, Runnable confirmation, Executor eventLoop) {
        this.read = read;
        this.confirmation = confirmation;
        this.eventLoop = eventLoop;
    }

    @Override
    public Multi<RowBatch> batches() {
        return read.batches().onCompletion().call(this::confirmed);
    }

    /// Once the connection is the driver's again.
    private Uni<Void> confirmed() {
        return Uni.createFrom()
                .completionStage(read.stopped())
                .emitOn(task -> Thread.ofVirtual().start(task))
                .invoke(confirmation)
                .invoke(() -> isConfirmed = true)
                .emitOn(eventLoop);
    }

    @Override
    public void recycle(RowBatch done) {
        read.recycle(done);
    }

    @Override
    public void stop() {
        read.stop();
    }

    @Override
    public boolean isFinished() {
        return isConfirmed;
    }

    @Override
    public CompletableFuture<Void> stopped() {
        return read.stopped();
    }
}
