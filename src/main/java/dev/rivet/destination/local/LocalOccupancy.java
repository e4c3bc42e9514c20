package dev.rivet.destination.local;

import dev.rivet.destination.ControlFile;
import dev.rivet.destination.FileContent;
import dev.rivet.destination.Occupancy;
import dev.rivet.destination.StagedFile;
import dev.rivet.destination.local.LocalSealedFile.Onto;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A folder under its lock.
final class LocalOccupancy implements Occupancy {
    private final Path folder;
    private final FolderLock lock;
    private final List<Path> created;
    private volatile FolderSync folders = FolderSync.POSSIBLE;
    private final AtomicReference<@Nullable LocalStagedFile> latest = new AtomicReference<>();

    /// @param created folders that were not there before, the innermost first
    LocalOccupancy(Path folder, FolderLock lock, List<Path> created) {
        this.folder = folder;
        this.lock = lock;
        this.created = List.copyOf(created);
    }

    /// What can be done for folders here.
    void syncs(FolderSync known) {
        folders = known;
    }

    @Override
    public List<String> remarks() {
        return lock.isKept()
                ? List.of()
                : List.of(
                        "the file system of "
                                + folder
                                + " keeps no locks: see to it that no other rivet writes there"
                                + " at the same time");
    }

    @Override
    public void confirm() {
        if (!lock.isValid()) {
            throw Diagnostic.of(
                            Code.STATE_LEASE_LOST,
                            "The folder "
                                    + folder
                                    + " or its lock file was removed or replaced during the run.",
                            "Leave the folder alone while rivet writes into it, and run again.")
                    .toException();
        }
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
        LocalStagedFile file = staged(name, target, Onto.NOTHING);
        latest.set(file);
        return file;
    }

    @Override
    public StagedFile stageControl(String controlFile) {
        return staged(controlFile, controlPath(controlFile), Onto.ANYTHING);
    }

    private LocalStagedFile staged(String name, Path target, Onto onto) {
        try {
            createFolderOf(target);
            return new LocalStagedFile(name, target, DurableFiles.stage(target), onto, folders);
        } catch (IOException e) {
            throw WriteFailure.of(target, 0, e);
        }
    }

    @Override
    public void remove(String controlFile) throws IOException {
        DurableFiles.delete(controlPath(controlFile), folders);
    }

    @Override
    public List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public boolean removePart(FileContent part) throws IOException {
        Path file = SafeName.below(folder, part.name());
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && Files.size(file) == part.bytes()) {
            DurableFiles.delete(file, folders);
        }
        return !Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public void removePart(String name) throws IOException {
        Path file = SafeName.below(folder, name);
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            DurableFiles.delete(file, folders);
        }
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
        DurableFiles.createFolders(parent, folders);
        if (!parent.toRealPath().startsWith(folder.toRealPath())) {
            throw new FileSystemException(
                    parent.toString(), null, "leads out of " + folder + " by a symbolic link");
        }
    }

    /// A run that leaves nothing in folders that it made takes them away again.
    @Override
    public void close() {
        if (!created.isEmpty()) {
            lock.removeIfAlone();
        }
        lock.close();
        for (Path each : created) {
            if (!each.toFile().delete()) {
                return;
            }
        }
    }
}
