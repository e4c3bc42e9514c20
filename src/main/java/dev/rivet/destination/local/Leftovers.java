package dev.rivet.destination.local;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Removes unfinished files that dead runs left in a folder: only regular files with a staging
/// name. Whoever calls this holds the folder's lock, so nobody alive is writing them.
final class Leftovers {
    private static final Logger LOG = Logger.getLogger(Leftovers.class.getName());

    private Leftovers() {}

    static void sweep(Path folder) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, ".*.tmp")) {
            for (Path file : files) {
                if (StagingName.isOne(file.getFileName().toString())
                        && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            LOG.log(Level.FINE, "cannot look for unfinished files in " + folder, e);
        }
    }
}
