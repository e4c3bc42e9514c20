package dev.rivet.destination.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// Has a file brought to the disk while more is written to it: its commit then waits for little,
/// and the machine's memory does not fill with what is still to be written. Used by one thread at
/// a time.
final class WriteBehind {
    /// Pieces that any disk takes well, and a small part of what a second brings.
    static final long PIECE_BYTES = 16L << 20;

    private final Disk disk;
    private CompletableFuture<Void> running = CompletableFuture.completedFuture(null);
    private long waitingBytes;

    /// Where the file is.
    interface Disk {
        /// Brings everything written so far there; blocks until it has arrived.
        ///
        /// @param metadata what is known about the file too, beyond what reading it needs
        void force(boolean metadata) throws IOException;
    }

    WriteBehind(Disk disk) {
        this.disk = disk;
    }

    /// To be told of all that was written. Does not block: while one piece is on its way to the
    /// disk, the next one grows.
    ///
    /// @throws IOException what an earlier piece failed with: the system says so only once
    void wrote(int bytes) throws IOException {
        waitingBytes += bytes;
        if (waitingBytes >= PIECE_BYTES && running.isDone()) {
            await();
            waitingBytes = 0;
            running =
                    CompletableFuture.runAsync(
                            this::force,
                            Thread.ofPlatform().daemon().name("rivet-write-behind")::start);
        }
    }

    private void force() {
        try {
            disk.force(false);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Blocks until everything is on the disk.
    void finish() throws IOException {
        await();
        disk.force(true);
    }

    private void await() throws IOException {
        try {
            running.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof UncheckedIOException unchecked) {
                throw unchecked.getCause();
            }
            throw failed;
        }
    }
}
