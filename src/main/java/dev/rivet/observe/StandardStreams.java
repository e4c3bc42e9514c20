package dev.rivet.observe;

import java.io.Closeable;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Which of the standard streams of this process were closed when it started (`>&-`). The next file
/// that is opened would get such a descriptor, and with it what is meant for the stream.
public final class StandardStreams {
    public static final int OUTPUT = 1;

    /// How the launcher tells: digits. Before Java it opened these on nothing.
    private static final String TOLD = "rivet.closed";

    private static final int COUNT = 3;
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final Path NOTHING = Path.of("/dev/null");
    private static final Set<Integer> CLOSED = new TreeSet<>();

    /// Never closed.
    private static final List<Closeable> HELD = new ArrayList<>();

    private StandardStreams() {}

    /// Opens what is closed on nothing. Before anything else is opened.
    public static synchronized void secure() {
        System.getProperty(TOLD, "").chars().forEach(digit -> CLOSED.add(digit - '0'));
        if (!Files.isDirectory(DESCRIPTORS)) {
            return;
        }
        for (int descriptor = 0; descriptor < COUNT; descriptor++) {
            Path link = DESCRIPTORS.resolve(Integer.toString(descriptor));
            if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
                CLOSED.add(descriptor);
                hold(descriptor);
            }
        }
    }

    /// The system gives the lowest number that is free.
    private static void hold(int descriptor) {
        try {
            HELD.add(
                    descriptor == 0
                            ? new FileInputStream(NOTHING.toFile())
                            : new FileOutputStream(NOTHING.toFile()));
        } catch (IOException e) {
            throw new IllegalStateException("descriptor " + descriptor + " is closed", e);
        }
    }

    /// Whether the process began without it.
    ///
    /// @param descriptor 0 to 2
    public static synchronized boolean wasClosed(int descriptor) {
        return CLOSED.contains(descriptor);
    }

    /// Whether it is a pipe, whose other end can go away.
    ///
    /// @param descriptor 0 to 2
    public static boolean isPipe(int descriptor) {
        try {
            String target =
                    Files.readSymbolicLink(DESCRIPTORS.resolve(Integer.toString(descriptor)))
                            .toString();
            return target.startsWith("pipe:") || target.startsWith("socket:");
        } catch (IOException | UnsupportedOperationException unknown) {
            return false;
        }
    }
}
