package dev.rivet.destination.local;

import dev.rivet.destination.CommittedFile;
import dev.rivet.destination.FileDigest;
import dev.rivet.destination.StagedFile;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/// A hidden file beside its target. Used by one thread at a time.
final class LocalStagedFile implements StagedFile {
    private static final Logger LOG = Logger.getLogger(LocalStagedFile.class.getName());

    private final String name;
    private final Path target;
    private final DurableFiles.Staged staged;
    private final FileDigest digest = new FileDigest();
    private final ChannelSink sink;
    private boolean committed;
    private boolean closed;

    LocalStagedFile(String name, Path target, DurableFiles.Staged staged) {
        this.name = name;
        this.target = target;
        this.staged = staged;
        this.sink = new ChannelSink(staged.channel(), digest, target);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public OutputStream sink() {
        return sink;
    }

    @Override
    public Optional<SeekableByteChannel> reopen() throws IOException {
        return Optional.of(
                Files.newByteChannel(
                        staged.path(), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)));
    }

    /// Flushes file and folder to the disk, so that a power loss cannot take the part back. A
    /// part that is already there stays: two parts of one name mean that something is wrong.
    @Override
    public CommittedFile commit() {
        if (committed) {
            throw invariant("is committed twice");
        }
        try {
            refuseOnceInterrupted();
            sink.finish();
            if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                throw invariant("is already there");
            }
            DurableFiles.rename(staged.path(), target);
        } catch (IOException e) {
            throw WriteFailure.of(target, digest.bytes(), e);
        }
        committed = true;
        return digest.committed(name);
    }

    /// What waits for the disk cannot be interrupted, what follows must not be.
    private static void refuseOnceInterrupted() throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new ClosedByInterruptException();
        }
    }

    /// Blocks, if no more will be written, until everything is on the disk and the file is closed.
    void awaitEnd() {
        try {
            if (!closed) {
                sink.awaitEnd();
            }
        } catch (IOException e) {
            throw WriteFailure.of(target, digest.bytes(), e);
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            staged.channel().close();
            Files.deleteIfExists(staged.path());
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "cannot remove the unfinished file " + staged.path() + ": " + e,
                    e);
        }
    }

    private RuntimeException invariant(String what) {
        return Diagnostic.of(
                        Code.INTERNAL_DEST_INVARIANT,
                        "The file " + target + " " + what + "; nothing was overwritten.")
                .toException();
    }
}
