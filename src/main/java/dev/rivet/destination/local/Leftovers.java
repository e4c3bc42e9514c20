package dev.rivet.destination.local;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Removes unfinished files that a killed rivet left in a folder: only regular files with a
/// staging name, not written for a day, whose process is gone. The day is for folders shared
/// with machines and containers whose processes cannot be seen from here.
final class Leftovers {
    private static final Duration KEPT = Duration.ofDays(1);
    private static final Logger LOG = Logger.getLogger(Leftovers.class.getName());

    private Leftovers() {}

    static void sweep(Path folder, Clock clock) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        Instant staleBefore = clock.instant().minus(KEPT);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, ".*.tmp")) {
            for (Path file : files) {
                if (isAbandoned(file, staleBefore)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            LOG.log(Level.FINE, "cannot look for unfinished files in " + folder, e);
        }
    }

    private static boolean isAbandoned(Path file, Instant staleBefore) throws IOException {
        OptionalLong pid = StagingName.pidOf(file.getFileName().toString());
        if (pid.isEmpty() || ProcessHandle.of(pid.getAsLong()).isPresent()) {
            return false;
        }
        BasicFileAttributes attributes =
                Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return attributes.isRegularFile()
                && attributes.lastModifiedTime().toInstant().isBefore(staleBefore);
    }
}
