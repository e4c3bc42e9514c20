package dev.rivet.destination.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// File operations that survive a power loss once they have returned, for their owner only.
final class DurableFiles {
    private static final int STAGING_ATTEMPTS = 1000;
    private static final Set<StandardOpenOption> NEW =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    static final FileAttribute<Set<PosixFilePermission>> OWNER_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    /// A new file open for writing.
    record Staged(Path path, FileChannel channel) {}

    private DurableFiles() {}

    /// Creates an empty file beside the target. Whatever already has the name, be it a leftover
    /// of a process with our number or a planted link, is neither opened nor followed.
    static Staged stage(Path target) throws IOException {
        for (int attempt = 1; ; attempt++) {
            Path path = StagingName.nextTo(target);
            try {
                return new Staged(path, FileChannel.open(path, NEW, OWNER_FILE));
            } catch (FileAlreadyExistsException e) {
                if (attempt == STAGING_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /// Moves a file onto its target, replacing it. The move is durable once the folder is.
    static void move(Path staged, Path target) throws IOException {
        Files.move(staged, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /// Creates a folder and its missing parents, each durably.
    ///
    /// @return those that were missing, the innermost first
    static List<Path> createFolders(Path folder, FolderSync folders) throws IOException {
        List<Path> created = new ArrayList<>();
        createFolders(folder, created, folders);
        return created.reversed();
    }

    private static void createFolders(Path folder, List<Path> created, FolderSync folders)
            throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.getParent();
        if (parent != null) {
            createFolders(parent, created, folders);
        }
        try {
            Files.createDirectory(folder, OWNER_FOLDER);
            created.add(folder);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw new FileSystemException(folder.toString(), null, "is not a folder");
            }
        }
        if (parent != null) {
            folders.sync(parent);
        }
    }

    static void delete(Path file, FolderSync folders) throws IOException {
        try {
            Files.delete(file);
        } catch (NoSuchFileException e) {
            return;
        }
        folders.sync(folderOf(file));
    }

    /// The folder of a file below a destination; its path is absolute, so there is one.
    static Path folderOf(Path file) {
        return Objects.requireNonNull(file.getParent());
    }
}
