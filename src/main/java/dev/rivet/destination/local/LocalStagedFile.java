package dev.rivet.destination.local;

import dev.rivet.destination.FileDigest;
import dev.rivet.destination.SealedFile;
import dev.rivet.destination.StagedFile;
import dev.rivet.destination.local.LocalSealedFile.Onto;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    private final Onto onto;
    private final FolderSync folders;
    private boolean sealed;
    private boolean closed;

    LocalStagedFile(
            String name, Path target, DurableFiles.Staged staged, Onto onto, FolderSync folders) {
        this.folders = folders;
        this.name = name;
        this.target = target;
        this.staged = staged;
        this.onto = onto;
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
    public SealedFile seal() {
        try {
            refuseOnceInterrupted();
            sink.finish();
        } catch (IOException e) {
            throw WriteFailure.of(target, digest.bytes(), e);
        }
        sealed = true;
        return new LocalSealedFile(staged.path(), target, digest.content(name), onto, folders);
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
            if (!sealed) {
                Files.deleteIfExists(staged.path());
            }
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "cannot remove the unfinished file "
                            + staged.path()
                            + ": "
                            + WriteFailure.reason(e),
                    e);
        }
    }
}
