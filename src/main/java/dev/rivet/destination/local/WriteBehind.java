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
    private boolean ended;

    /// Where the file is.
    interface Disk {
        /// Brings everything written so far there; blocks until it has arrived.
        ///
        /// @param metadata what is known about the file too, beyond what reading it needs
        void force(boolean metadata) throws IOException;
    }

    /// Gives the file back to the system.
    interface Closing {
        void close() throws IOException;
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
            await(running);
            waitingBytes = 0;
            running = meanwhile(() -> disk.force(false));
        }
    }

    /// Nothing more comes: what was written goes to the disk, and then the file is closed, while
    /// the caller goes on. To be called once.
    void end(Closing file) {
        CompletableFuture<Void> last = running;
        ended = true;
        running =
                meanwhile(
                        () -> {
                            await(last);
                            disk.force(true);
                            file.close();
                        });
    }

    private interface Work {
        void run() throws IOException;
    }

    private static CompletableFuture<Void> meanwhile(Work work) {
        return CompletableFuture.runAsync(
                () -> run(work), Thread.ofPlatform().daemon().name("rivet-write-behind")::start);
    }

    private static void run(Work work) {
        try {
            work.run();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Blocks until everything is on the disk.
    ///
    /// @throws IOException what the disk said, each time
    void finish() throws IOException {
        await(running);
        if (!ended) {
            disk.force(true);
        }
    }

    boolean isEnded() {
        return ended;
    }

    private static void await(CompletableFuture<Void> work) throws IOException {
        try {
            work.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof UncheckedIOException unchecked) {
                throw unchecked.getCause();
            }
            throw failed;
        }
    }
}
