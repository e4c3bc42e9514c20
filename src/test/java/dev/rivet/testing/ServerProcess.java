package dev.rivet.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One server process. Its output goes to a file that is quoted when it does not come up.
final class ServerProcess {
    private static final Duration START_DEADLINE = Duration.ofMinutes(2);
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(30);

    private final List<String> command;
    private final int port;
    private final Path log;
    private final Map<String, String> environment;
    private @Nullable Process process;

    ServerProcess(List<String> command, int port, Path log) {
        this(command, port, log, Map.of());
    }

    /// A server that is told something through its environment.
    ServerProcess(List<String> command, int port, Path log, Map<String, String> environment) {
        this.command = List.copyOf(command);
        this.port = port;
        this.log = log;
        this.environment = Map.copyOf(environment);
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The same command for a program that refuses to be run by root: as nobody in particular, who
    /// has root's files all the same. The embedded PostgreSQL is started so too.
    static List<String> notAsRoot(List<String> command) {
        if (!System.getProperty("user.name").equals("root")) {
            return command;
        }
        List<String> wrapped = new ArrayList<>(List.of("unshare", "-U"));
        wrapped.addAll(command);
        return wrapped;
    }

    /// Runs a command that ends by itself, feeding it a file.
    static void run(List<String> command, Path input, Path log) throws IOException {
        Process process =
                new ProcessBuilder(command)
                        .redirectInput(input.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        if (!endsWithin(process, START_DEADLINE) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw failure(command.getFirst() + " failed", log);
        }
    }

    void start() {
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(environment);
            Process started = builder.start();
            process = started;
            awaitPort(started);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitPort(Process started) throws IOException {
        long deadline = System.nanoTime() + START_DEADLINE.toNanos();
        while (!listens()) {
            if (!started.isAlive() || System.nanoTime() > deadline) {
                kill();
                throw failure(command.getFirst() + " did not start", log);
            }
            endsWithin(started, Duration.ofMillis(50));
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /// The process that was started last, which may have ended.
    long pid() {
        if (process == null) {
            throw new IllegalStateException(command.getFirst() + " was never started");
        }
        return process.pid();
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }

    /// Ends it the way a power cut would.
    void kill() {
        if (process != null) {
            process.destroyForcibly();
            endsWithin(process, STOP_DEADLINE);
        }
    }

    /// Asks it to end, and insists when it does not.
    void stop() {
        if (process != null) {
            process.destroy();
            if (!endsWithin(process, STOP_DEADLINE)) {
                kill();
            }
        }
    }

    private static boolean endsWithin(Process process, Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static IllegalStateException failure(String what, Path log) throws IOException {
        String words = Files.readString(log);
        String hint =
                words.toLowerCase(Locale.ROOT).contains("error while loading shared libraries")
                        ? "\nInstall what MySQL needs:"
                                + " apt-get install libaio1 libnuma1 libncurses6"
                        : "";
        return new IllegalStateException(what + hint + "\n" + words);
    }
}
