package dev.rivet.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The connections that this process holds, as the system sees them: one that is half closed is
/// among them, one that only the system still keeps is not.
public final class OwnSockets {
    private static final int REMOTE = 2;
    private static final int INODE = 9;

    private OwnSockets() {}

    /// How many lead to this port.
    public static long to(int port) {
        Set<String> own = own();
        String suffix = String.format(Locale.ROOT, ":%04X", port);
        return Stream.of("tcp", "tcp6")
                .flatMap(table -> rows(Path.of("/proc/net", table)).stream())
                .map(row -> row.strip().split("\\s+"))
                .filter(row -> row[REMOTE].endsWith(suffix) && own.contains(row[INODE]))
                .count();
    }

    private static List<String> rows(Path table) {
        try {
            return Files.readAllLines(table);
        } catch (NoSuchFileException noSuchProtocol) {
            return List.of();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// By the numbers that the system gives them.
    private static Set<String> own() {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.flatMap(file -> target(file).stream())
                    .filter(target -> target.startsWith("socket:["))
                    .map(target -> target.substring("socket:[".length(), target.length() - 1))
                    .collect(Collectors.toSet());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Optional<String> target(Path file) {
        try {
            return Optional.of(Files.readSymbolicLink(file).toString());
        } catch (IOException closedMeanwhile) {
            return Optional.empty();
        }
    }
}
