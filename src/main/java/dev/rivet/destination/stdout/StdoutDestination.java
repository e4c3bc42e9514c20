package dev.rivet.destination.stdout;

import dev.rivet.destination.Capabilities;
import dev.rivet.destination.Destination;
import dev.rivet.destination.FileContent;
import dev.rivet.destination.Occupancy;
import dev.rivet.destination.StagedFile;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.observe.StandardStreams;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// One file, sent as it is written. What is sent cannot be taken back, so there is no staging, no
/// reading back, no second file and no control file.
public final class StdoutDestination implements Destination {
    private static final Capabilities CAPABILITIES = new Capabilities(false, false, false);

    private final OutputStream out;
    private final State state;
    private final AtomicBoolean used = new AtomicBoolean();

    /// @param out must report errors; a `PrintStream` would hide them
    public StdoutDestination(OutputStream out) {
        this(out, State.OPEN);
    }

    StdoutDestination(OutputStream out, State state) {
        this.out = out;
        this.state = state;
    }

    /// Whether the process was given a standard output.
    enum State {
        OPEN,
        CLOSED
    }

    /// The standard output of this process.
    public static StdoutDestination ofProcess() {
        return new StdoutDestination(
                new FileOutputStream(FileDescriptor.out),
                StandardStreams.wasClosed(StandardStreams.OUTPUT) ? State.CLOSED : State.OPEN);
    }

    @Override
    public String uri() {
        return "stdout:";
    }

    @Override
    public Capabilities capabilities() {
        return CAPABILITIES;
    }

    /// Whether the reader stays is not known before the last byte.
    @Override
    public Occupancy occupy(String run, Duration wait) {
        if (state == State.CLOSED) {
            throw Diagnostic.of(
                            Code.DEST_PATH_NOT_USABLE,
                            "Standard output is closed.",
                            "Send it to a file, or to a program that reads it.")
                    .toException();
        }
        return new Stream();
    }

    /// Nothing is left half-written anywhere.
    @Override
    public void sweep(String uri) {}

    @Override
    public Optional<SeekableByteChannel> open(String name) {
        return Optional.empty();
    }

    /// Whoever has the descriptor is alone with it.
    private final class Stream implements Occupancy {
        @Override
        public List<String> remarks() {
            return List.of();
        }

        @Override
        public void confirm() {}

        @Override
        public StagedFile stage(String name) {
            if (used.getAndSet(true)) {
                throw invariant("Standard output takes one file, but a second one was started.");
            }
            return new StdoutFile(name, out);
        }

        @Override
        public StagedFile stageControl(String controlFile) {
            throw invariant("Standard output cannot hold " + controlFile + ".");
        }

        /// Nothing to remove: standard output holds no control file.
        @Override
        public void remove(String controlFile) {}

        @Override
        public List<String> names() {
            return List.of();
        }

        /// What was sent stays sent.
        @Override
        public void removePart(String name) {}

        @Override
        public boolean removePart(FileContent part) {
            return false;
        }

        @Override
        public void close() {}
    }

    private static RuntimeException invariant(String message) {
        return Diagnostic.of(Code.INTERNAL_DEST_INVARIANT, message).toException();
    }
}
