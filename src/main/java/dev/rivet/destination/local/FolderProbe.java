package dev.rivet.destination.local;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.Place;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Finds out by trying whether files can be written into a folder. Permission bits are not asked:
/// they say little about root, read-only disks and access lists.
final class FolderProbe {
    private FolderProbe() {}

    /// Fails when they cannot, and says what can be done for folders there.
    static FolderSync tryFile(Path folder) throws IOException {
        DurableFiles.Staged staged = DurableFiles.stage(folder.resolve("probe"));
        try (var channel = staged.channel()) {
            channel.write(ByteBuffer.wrap(new byte[1]));
            channel.force(true);
        } finally {
            Files.delete(staged.path());
        }
        return FolderSync.of(folder);
    }

    static RuntimeException unusable(Path folder, IOException cause) {
        return Diagnostic.of(
                        Code.DEST_PATH_NOT_USABLE,
                        "The destination %s cannot be used: %s."
                                .formatted(folder, where(cause) + WriteFailure.reason(cause)))
                .at(Place.file(folder.toString()))
                .toException(cause);
    }

    /// Not always the folder itself.
    private static String where(IOException cause) {
        return cause instanceof FileSystemException failure && failure.getFile() != null
                ? failure.getFile() + ": "
                : "";
    }
}
