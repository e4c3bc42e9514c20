package dev.rivet.destination.local;

import dev.rivet.destination.CommittedFile;
import dev.rivet.destination.FileContent;
import dev.rivet.destination.SealedFile;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/// A finished file under its hidden name, all of it on the disk. Used by one thread at a time.
final class LocalSealedFile implements SealedFile {
    private static final Logger LOG = Logger.getLogger(LocalSealedFile.class.getName());

    private final Path staged;
    private final Path target;
    private final FileContent content;
    private final Onto onto;
    private final FolderSync folders;

    /// A move that failed may have happened all the same, where the answer was lost on its way.
    private boolean begun;

    /// What may be at the target before.
    enum Onto {
        /// Nothing: two parts of one name mean that something is wrong.
        NOTHING,
        /// A file, which is replaced.
        ANYTHING
    }

    LocalSealedFile(Path staged, Path target, FileContent content, Onto onto, FolderSync folders) {
        this.folders = folders;
        this.staged = staged;
        this.target = target;
        this.content = content;
        this.onto = onto;
    }

    @Override
    public FileContent content() {
        return content;
    }

    @Override
    public Optional<SeekableByteChannel> reopen() throws IOException {
        return Optional.of(
                Files.newByteChannel(
                        staged, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)));
    }

    /// Flushes the folder to the disk too, so that a power loss cannot take the file back.
    @Override
    public CommittedFile commit() {
        if (begun) {
            throw invariant("is committed twice");
        }
        if (onto == Onto.NOTHING && Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw invariant("is already there");
        }
        try {
            begun = true;
            DurableFiles.move(staged, target);
            folders.sync(DurableFiles.folderOf(target));
        } catch (IOException e) {
            throw WriteFailure.of(target, content.bytes(), e);
        }
        return new CommittedFile(content);
    }

    @Override
    public void takeBack() throws IOException {
        if (begun) {
            DurableFiles.delete(target, folders);
            begun = false;
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(staged);
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "cannot remove the unfinished file " + staged + ": " + WriteFailure.reason(e),
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
