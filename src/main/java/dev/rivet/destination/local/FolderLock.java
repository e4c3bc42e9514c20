package dev.rivet.destination.local;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.RivetException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The lock on a folder, kept by the kernel for as long as its holder exists: a process that is
/// stopped holds it, one that is killed does not. It lies on a file in the folder, so it holds
/// among containers too, and among machines where the file system says so. The file stays, but
/// in a folder that holds nothing else and goes with it.
final class FolderLock implements AutoCloseable {
    static final String NAME = ".rivet.lock";

    private static final Logger LOG = Logger.getLogger(FolderLock.class.getName());
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int MOST_WORDS = 400;

    /// Locked by this process. A second channel to such a file must not even be opened: the system
    /// drops a process's lock when any channel to the file is closed.
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel channel;
    private final @Nullable FileLock lock;

    /// Tells the file from a later one of its name; null where the system has no such thing.
    private final @Nullable Object key;

    private FolderLock(Path folder, FileChannel channel, @Nullable FileLock lock)
            throws IOException {
        this.folder = folder;
        this.channel = channel;
        this.lock = lock;
        this.key = key(folder);
    }

    private static @Nullable Object key(Path folder) throws IOException {
        return Files.readAttributes(
                        folder.resolve(NAME), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    /// Takes the lock of an existing folder, waiting for whoever holds it.
    ///
    /// @param who told to those that wait for us
    /// @throws RivetException `STATE_RUN_IN_PROGRESS` when not waiting, `STATE_LOCK_TIMEOUT` after
    ///     waiting
    static FolderLock take(Path folder, String who, Duration wait) throws IOException {
        Path real = folder.toRealPath();
        long deadline = System.nanoTime() + wait.toNanos();
        while (true) {
            Optional<FolderLock> taken = tryTake(real, who);
            if (taken.isPresent()) {
                return taken.get();
            }
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            if (!left.isPositive()) {
                throw busy(real, wait);
            }
            pause(left.compareTo(POLL) < 0 ? left : POLL, real);
        }
    }

    /// Takes the lock if nobody holds it.
    static Optional<FolderLock> tryTake(Path folder, String who) throws IOException {
        Path real = folder.toRealPath();
        if (!OWN.add(real)) {
            return Optional.empty();
        }
        FolderLock taken = null;
        try {
            taken = lock(real, who);
        } finally {
            if (taken == null) {
                OWN.remove(real);
            }
        }
        return Optional.ofNullable(taken);
    }

    private static @Nullable FolderLock lock(Path folder, String who) throws IOException {
        DurableFiles.createFolders(folder, FolderSync.UNKNOWN_HERE);
        FileChannel channel = open(folder.resolve(NAME));
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (ClosedByInterruptException | FileLockInterruptionException stop) {
            throw stop;
        } catch (IOException withoutLocks) {
            return new FolderLock(folder, channel, null);
        }
        if (lock == null) {
            channel.close();
            return null;
        }
        try {
            FolderLock taken = new FolderLock(folder, channel, lock);
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(who.getBytes(StandardCharsets.UTF_8)), 0);
            return taken;
        } catch (NoSuchFileException removed) {
            channel.close();
            return null;
        } catch (IOException failure) {
            channel.close();
            throw failure;
        }
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(
                file,
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS),
                DurableFiles.OWNER_FILE);
    }

    /// Whether the kernel keeps a lock here at all; some network file systems do not.
    boolean isKept() {
        return lock != null;
    }

    /// Whether the folder is the one that was locked: not removed, not replaced.
    boolean isValid() {
        try {
            return (lock == null || lock.isValid()) && Objects.equals(key, key(folder));
        } catch (IOException gone) {
            return false;
        }
    }

    /// Removes the file, if the folder holds nothing else. Who has opened it already, and locks it
    /// now, finds that it is not there.
    void removeIfAlone() {
        try (Stream<Path> files = Files.list(folder)) {
            if (files.allMatch(file -> file.endsWith(NAME))) {
                Files.deleteIfExists(folder.resolve(NAME));
            }
        } catch (IOException kept) {
            LOG.log(Level.FINE, "the lock file stays in " + folder, kept);
        }
    }

    private static RivetException busy(Path folder, Duration wait) {
        String who = "Another rivet writes into " + folder + holder(folder);
        return wait.isPositive()
                ? Diagnostic.of(
                                Code.STATE_LOCK_TIMEOUT,
                                who + ", and still did after " + wait.toSeconds() + " s.")
                        .toException()
                : Diagnostic.of(Code.STATE_RUN_IN_PROGRESS, who + ".").toException();
    }

    /// In this process the file must not be opened again.
    private static String holder(Path folder) {
        if (OWN.contains(folder)) {
            return ": this process itself, for another export";
        }
        try (var content = Files.newInputStream(folder.resolve(NAME))) {
            String words = new String(content.readNBytes(MOST_WORDS), StandardCharsets.UTF_8);
            return words.isBlank() ? "" : ": " + words.strip();
        } catch (IOException unknown) {
            return "";
        }
    }

    private static void pause(Duration time, Path folder) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw Diagnostic.of(
                            Code.RUN_INTERRUPTED,
                            "Stopped while waiting for another rivet to leave " + folder + ".")
                    .toException(stop);
        }
    }

    @Override
    public void close() {
        try {
            if (lock != null && lock.isValid()) {
                channel.truncate(0);
            }
            channel.close();
        } catch (IOException unimportant) {
            // Closed all the same: the system takes the lock back with the channel.
        } finally {
            OWN.remove(folder);
        }
    }
}
