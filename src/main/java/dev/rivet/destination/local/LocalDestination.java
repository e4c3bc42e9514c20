package dev.rivet.destination.local;

import dev.rivet.destination.Capabilities;
import dev.rivet.destination.Destination;
import dev.rivet.destination.Occupancy;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/// A folder on a local disk. Files are for their owner only, and so are the folders that rivet
/// creates. Thread-safe.
public final class LocalDestination implements Destination {
    private static final Capabilities CAPABILITIES = new Capabilities(true, true, true);
    private static final String SCHEME = "file://";
    private static final Logger LOG = Logger.getLogger(LocalDestination.class.getName());

    private final Path folder;

    public LocalDestination(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    @Override
    public String uri() {
        return SCHEME + folder;
    }

    @Override
    public Capabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public Occupancy occupy(String run, Duration wait) {
        LocalOccupancy place = null;
        try {
            List<Path> created = DurableFiles.createFolders(folder, onTheWay());
            FolderLock lock = FolderLock.take(folder, run, wait);
            place = new LocalOccupancy(folder, lock, created);
            place.syncs(FolderProbe.tryFile(folder));
            if (lock.isKept()) {
                Leftovers.sweep(folder);
            }
            return place;
        } catch (IOException e) {
            if (place != null) {
                place.close();
            }
            throw unusable(e);
        }
    }

    /// Where folders are missing, the nearest one that is there says what can be done.
    private FolderSync onTheWay() {
        Path there = folder;
        while (!Files.isDirectory(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return FolderSync.of(there);
    }

    private RuntimeException unusable(IOException e) {
        return e instanceof ClosedByInterruptException || e instanceof FileLockInterruptionException
                ? WriteFailure.interrupted(folder, e)
                : FolderProbe.unusable(folder, e);
    }

    @Override
    public void sweep(String uri) {
        if (!uri.startsWith(SCHEME) || uri.equals(uri())) {
            return;
        }
        Path other = Path.of(uri.substring(SCHEME.length()));
        if (!Files.exists(other.resolve(FolderLock.NAME))) {
            return;
        }
        try (FolderLock lock = FolderLock.tryTake(other, "clearing away").orElse(null)) {
            if (lock != null && lock.isKept()) {
                Leftovers.sweep(other);
            }
        } catch (IOException e) {
            LOG.log(Level.FINE, "cannot clear away unfinished files in " + other, e);
        }
    }

    @Override
    public Optional<SeekableByteChannel> open(String name) throws IOException {
        Path file = SafeName.below(folder, name);
        try {
            refuseIrregular(file);
            return Optional.of(Files.newByteChannel(file));
        } catch (NoSuchFileException | NotDirectoryException e) {
            return Optional.empty();
        }
    }

    /// Opening a named pipe would wait for somebody to write to it.
    private static void refuseIrregular(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (attributes.isDirectory()) {
            throw new FileSystemException(file.toString(), null, "is a folder");
        }
        if (!attributes.isRegularFile()) {
            throw new FileSystemException(file.toString(), null, "is no regular file");
        }
    }
}
