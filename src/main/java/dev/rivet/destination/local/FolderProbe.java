package dev.rivet.destination.local;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.Place;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Finds out by trying whether files can be written into a folder, which need not exist yet.
/// Permission bits are not asked: they say little about root, read-only disks and access lists.
final class FolderProbe {
    private FolderProbe() {}

    static void probe(Path folder) {
        Path existing = nearestExisting(folder);
        if (!Files.isDirectory(existing)) {
            throw unusable(folder, existing + " is not a folder", null);
        }
        try {
            if (existing.equals(folder)) {
                tryFile(folder);
            } else {
                tryFolder(existing);
            }
        } catch (IOException e) {
            String why = "cannot write into " + existing + ": " + WriteFailure.reason(e);
            throw unusable(folder, why, e);
        }
    }

    private static Path nearestExisting(Path folder) {
        Path path = folder;
        while (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            path = DurableFiles.folderOf(path);
        }
        return path;
    }

    private static void tryFolder(Path parent) throws IOException {
        Path folder = StagingName.nextTo(parent.resolve("probe"));
        Files.createDirectory(folder);
        try {
            tryFile(folder);
        } finally {
            Files.delete(folder);
        }
    }

    private static void tryFile(Path folder) throws IOException {
        DurableFiles.Staged staged = DurableFiles.stage(folder.resolve("probe"));
        try (var channel = staged.channel()) {
            channel.write(ByteBuffer.wrap(new byte[1]));
        } finally {
            Files.delete(staged.path());
        }
    }

    private static RuntimeException unusable(Path folder, String why, @Nullable IOException cause) {
        Diagnostic diagnostic =
                Diagnostic.of(
                                Code.DEST_PATH_NOT_USABLE,
                                "The destination " + folder + " cannot be used: " + why + ".")
                        .at(Place.file(folder.toString()));
        return cause == null ? diagnostic.toException() : diagnostic.toException(cause);
    }
}
