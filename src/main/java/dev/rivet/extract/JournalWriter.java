package dev.rivet.extract;

import dev.rivet.journal.Journal;
import dev.rivet.state.JournalStore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Keeps a journal in the state as it grows, so that a run that is killed leaves one that ends
/// where it died. What comes while something is being written goes with the next writing: there
/// is one at a time, and at most one waits.
final class JournalWriter {
    private static final Logger LOG = Logger.getLogger(JournalWriter.class.getName());

    private final JournalStore store;
    private final Supplier<Journal> journal;
    private final AtomicBoolean waiting = new AtomicBoolean();
    private final ReentrantLock writing = new ReentrantLock();
    private int written;

    /// @param journal as it is now; is asked on several threads
    JournalWriter(JournalStore store, Supplier<Journal> journal) {
        this.store = store;
        this.journal = journal;
    }

    /// There is something new. Does not wait for it to be written.
    void wake() {
        if (waiting.compareAndSet(false, true)) {
            Thread.ofVirtual().name("journal").start(this::writeQuietly);
        }
    }

    /// That it fails is told by the last writing, if that fails too.
    private void writeQuietly() {
        try {
            write();
        } catch (RuntimeException failure) {
            LOG.log(Level.FINE, "the journal could not be written meanwhile", failure);
        }
    }

    /// Writes what is new. When it returns, everything recorded before the call is durable.
    void write() {
        writing.lock();
        try {
            waiting.set(false);
            Journal now = journal.get();
            if (now.entries().size() > written) {
                store.save(now);
                written = now.entries().size();
            }
        } finally {
            writing.unlock();
        }
    }
}
