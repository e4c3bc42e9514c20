package dev.rivet.destination.local;

import dev.rivet.destination.Capabilities;
import dev.rivet.destination.ControlFile;
import dev.rivet.destination.Destination;
import dev.rivet.destination.StagedFile;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A folder on a local disk. Files are for their owner only, and so are the folders that rivet
/// creates. Thread-safe.
public final class LocalDestination implements Destination {
    private static final Capabilities CAPABILITIES = new Capabilities(true, true, true);

    private final Path folder;
    private final Clock clock;
    private final AtomicReference<@Nullable LocalStagedFile> latest = new AtomicReference<>();

    public LocalDestination(Path folder) {
        this(folder, Clock.systemUTC());
    }

    LocalDestination(Path folder, Clock clock) {
        this.folder = folder.toAbsolutePath().normalize();
        this.clock = clock;
    }

    @Override
    public String uri() {
        return "file://" + folder;
    }

    @Override
    public Capabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public void prepare() {
        FolderProbe.probe(folder);
        Leftovers.sweep(folder, clock);
    }

    /// Waits for the file before, if that has ended, so that files do not stay open by the dozen
    /// where they are written faster than the disk takes them.
    @Override
    public StagedFile stage(String name) {
        Path target = SafeName.below(folder, name);
        LocalStagedFile before = latest.getAndSet(null);
        if (before != null) {
            before.awaitEnd();
        }
        try {
            createFolderOf(target);
            LocalStagedFile file = new LocalStagedFile(name, target, DurableFiles.stage(target));
            latest.set(file);
            return file;
        } catch (IOException e) {
            throw WriteFailure.of(target, 0, e);
        }
    }

    @Override
    public Optional<SeekableByteChannel> open(String name) throws IOException {
        Path file = SafeName.below(folder, name);
        try {
            SeekableByteChannel channel = Files.newByteChannel(file);
            if (Files.isDirectory(file)) {
                channel.close();
                throw new FileSystemException(file.toString(), null, "is a folder");
            }
            return Optional.of(channel);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return Optional.empty();
        }
    }

    @Override
    public void publish(String controlFile, byte[] content) throws IOException {
        Path target = controlPath(controlFile);
        createFolderOf(target);
        DurableFiles.Staged staged = DurableFiles.stage(target);
        try {
            try (FileChannel channel = staged.channel()) {
                write(channel, content);
                channel.force(true);
            }
            DurableFiles.rename(staged.path(), target);
        } finally {
            Files.deleteIfExists(staged.path());
        }
    }

    private static void write(FileChannel channel, byte[] content) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(content);
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
    }

    @Override
    public void remove(String controlFile) throws IOException {
        DurableFiles.delete(controlPath(controlFile));
    }

    private Path controlPath(String name) {
        if (!ControlFile.is(name)) {
            throw Diagnostic.of(
                            Code.INTERNAL_DEST_INVARIANT,
                            "'" + name + "' is no control file; it may not be replaced.")
                    .toException();
        }
        return SafeName.below(folder, name);
    }

    /// Creates the folder that a file goes to, and makes sure that no link on the way leads out.
    private void createFolderOf(Path target) throws IOException {
        Path parent = DurableFiles.folderOf(target);
        DurableFiles.createFolders(parent);
        if (!parent.toRealPath().startsWith(folder.toRealPath())) {
            throw new FileSystemException(
                    parent.toString(), null, "leads out of " + folder + " by a symbolic link");
        }
    }
}
