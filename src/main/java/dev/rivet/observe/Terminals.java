package dev.rivet.observe;

import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// What the standard streams of this process are connected to.
public final class Terminals {
    private static final int USUAL_COLUMNS = 80;
    private static final int NARROWEST = 20;

    private Terminals() {}

    /// Whether text written to the descriptor appears on a terminal that can redraw a line.
    ///
    /// @param descriptor 1 for standard output, 2 for standard error
    public static boolean attached(int descriptor, Map<String, String> environment) {
        String kind = environment.getOrDefault("TERM", "");
        return !kind.isEmpty() && !kind.equals("dumb") && isTerminal(descriptor);
    }

    /// Whether colours are wanted there as well.
    public static boolean coloured(int descriptor, Map<String, String> environment) {
        return environment.getOrDefault("NO_COLOR", "").isEmpty()
                && attached(descriptor, environment);
    }

    /// Width of the controlling terminal now, or 80 where it cannot be had. Starts a process.
    public static int columns() {
        try {
            Process stty =
                    new ProcessBuilder("stty", "size")
                            .redirectInput(new File("/dev/tty"))
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            String answer;
            try (var reader = stty.inputReader()) {
                answer = reader.readLine();
            }
            stty.waitFor(1, TimeUnit.SECONDS);
            return answer == null ? USUAL_COLUMNS : columnsIn(answer);
        } catch (IOException e) {
            return USUAL_COLUMNS;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return USUAL_COLUMNS;
        }
    }

    /// Reads the width out of an answer.
    ///
    /// @param answer of `stty size`: rows and columns
    static int columnsIn(String answer) {
        String[] size = answer.strip().split(" ", -1);
        try {
            int columns = Integer.parseInt(size[size.length - 1]);
            return columns < NARROWEST ? USUAL_COLUMNS : columns;
        } catch (NumberFormatException e) {
            return USUAL_COLUMNS;
        }
    }

    private static boolean isTerminal(int descriptor) {
        Path link = Path.of("/proc/self/fd/" + descriptor);
        if (Files.isSymbolicLink(link)) {
            try {
                String device = Files.readSymbolicLink(link).toString();
                return Stream.of("/dev/pts/", "/dev/tty", "/dev/console")
                        .anyMatch(device::startsWith);
            } catch (IOException e) {
                return false;
            }
        }
        return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }
}
