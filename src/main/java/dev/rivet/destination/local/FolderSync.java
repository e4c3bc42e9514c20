package dev.rivet.destination.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Brings what happened in a folder to the disk: a file that appeared, was renamed or went away.
/// Some file systems cannot be asked to (`EINVAL`, `ENOTSUP`); what they do counts as done.
enum FolderSync {
    POSSIBLE,
    UNKNOWN_HERE;

    /// Finds out by trying. To be asked of a folder whose files could be brought to the disk: what
    /// refuses here is then not the disk.
    static FolderSync of(Path folder) {
        try {
            force(folder);
            return POSSIBLE;
        } catch (IOException refused) {
            return UNKNOWN_HERE;
        }
    }

    void sync(Path folder) throws IOException {
        switch (this) {
            case POSSIBLE -> force(folder);
            case UNKNOWN_HERE -> {}
        }
    }

    private static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
