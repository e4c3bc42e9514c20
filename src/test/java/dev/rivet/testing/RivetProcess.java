package dev.rivet.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The built product, run as a user runs it: its launcher as a child process, whose environment has
/// only `PATH`, `HOME` and what a test adds, and whose input is empty.
///
/// Blocking; for the thread that started it. Closing it kills what still runs.
public final class RivetProcess implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(20);

    private final Process process;
    private final Path output;
    private final Duration deadline;
    private final Instant started = Instant.now();
    private long peakMemoryBytes;

    private RivetProcess(Process process, Path output, Duration deadline) {
        this.process = process;
        this.output = output;
        this.deadline = deadline;
    }

    /// The product's launcher, as packaged by this build.
    public static Path launcher() {
        return Path.of(System.getProperty("rivet.test.launcher", "target/rivet-jvm/bin/rivet"))
                .toAbsolutePath();
    }

    /// A call of the packaged product, to be completed and started.
    public static Call rivet(String... arguments) {
        return new Call(launcher(), List.of(arguments));
    }

    /// A call of another copy of the launcher.
    public static Call launch(Path launcher, String... arguments) {
        return new Call(launcher, List.of(arguments));
    }

    public long pid() {
        return process.pid();
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    /// Sends a signal, for example `TERM`, `INT` or `KILL`.
    public void signal(String name) {
        // It may have ended before the next sample.
        samplePeakMemory();
        try {
            int code =
                    new ProcessBuilder("sh", "-c", "kill -s " + name + " " + pid())
                            .inheritIO()
                            .start()
                            .waitFor();
            if (code != 0) {
                throw new IllegalStateException("SIG" + name + " could not be sent to " + pid());
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interruption) {
            throw interrupted(interruption);
        }
    }

    /// Waits until standard error holds this text.
    public void awaitError(String text) {
        while (!read("stderr").contains(text)) {
            if (!process.isAlive() && !read("stderr").contains(text)) {
                throw new AssertionError("ended without writing \"" + text + "\": " + result());
            }
            pause();
        }
    }

    /// Waits until the system has stopped it, as SIGSTOP does.
    public void awaitStandstill() {
        while (!standsStill()) {
            if (!process.isAlive()) {
                throw new AssertionError("ended without standing still: " + result());
            }
            pause();
        }
    }

    private boolean standsStill() {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid()), "status"))
                    .contains("State:\tT (stopped)");
        } catch (IOException gone) {
            return false;
        }
    }

    /// Waits for the end, within the deadline of the call.
    public Result await() {
        while (process.isAlive()) {
            pause();
        }
        return result();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor();
            try (Stream<Path> files = Files.list(output)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(output);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interruption) {
            throw interrupted(interruption);
        }
    }

    private void pause() {
        samplePeakMemory();
        if (Duration.between(started, Instant.now()).compareTo(deadline) > 0) {
            String soFar = result().toString();
            close();
            throw new AssertionError("still running after " + deadline + ": " + soFar);
        }
        try {
            process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interruption) {
            throw interrupted(interruption);
        }
    }

    /// The kernel keeps the high-water mark, so that the last sample before the end is the peak.
    private void samplePeakMemory() {
        try {
            Files.readAllLines(Path.of("/proc", Long.toString(pid()), "status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                    .forEach(bytes -> peakMemoryBytes = Math.max(peakMemoryBytes, bytes));
        } catch (IOException gone) {
            // ended, even between opening the file and reading it; or a system without /proc
        }
    }

    private Result result() {
        return new Result(
                process.isAlive() ? -1 : process.exitValue(),
                bytes("stdout"),
                read("stderr"),
                Duration.between(started, Instant.now()),
                peakMemoryBytes);
    }

    private String read(String stream) {
        return new String(bytes(stream), StandardCharsets.UTF_8);
    }

    private byte[] bytes(String stream) {
        try {
            return Files.readAllBytes(output.resolve(stream));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static IllegalStateException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new IllegalStateException(cause);
    }

    /// What a call left behind.
    ///
    /// @param exitCode as the shell sees it (128 + n after signal n); -1 while it runs
    /// @param peakMemoryBytes largest resident set; 0 where there is no `/proc`
    public record Result(
            int exitCode,
            byte[] stdoutBytes,
            String stderr,
            Duration elapsed,
            long peakMemoryBytes) {

        /// Standard output as text.
        public String stdout() {
            return new String(stdoutBytes, StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "exit code %d after %s%n--- stdout%n%s%n--- stderr%n%s",
                    exitCode,
                    elapsed,
                    stdout(),
                    stderr);
        }
    }

    /// A call that has not started.
    public static final class Call {
        private final List<String> command = new ArrayList<>();
        private final Map<String, String> environment = new TreeMap<>();
        private Path folder = Path.of("").toAbsolutePath();
        private Duration deadline = Duration.ofMinutes(2);

        private Call(Path launcher, List<String> arguments) {
            command.add(launcher.toString());
            command.addAll(arguments);
            Path java = Path.of(System.getProperty("java.home"), "bin");
            environment.put("PATH", java + ":/usr/local/bin:/usr/bin:/bin");
            environment.put("HOME", System.getProperty("user.home"));
        }

        /// Adds, or replaces, one environment variable.
        public Call with(String name, String value) {
            environment.put(name, value);
            return this;
        }

        /// Runs in this folder instead of that of the build.
        public Call in(Path workingFolder) {
            this.folder = workingFolder;
            return this;
        }

        /// Fails the test, and kills the call, when it runs longer than this; two minutes by
        /// default.
        public Call within(Duration limit) {
            this.deadline = limit;
            return this;
        }

        public RivetProcess start() {
            try {
                Path output = Files.createTempDirectory("rivet-process");
                ProcessBuilder builder =
                        new ProcessBuilder(command)
                                .directory(folder.toFile())
                                .redirectInput(Path.of("/dev/null").toFile())
                                .redirectOutput(output.resolve("stdout").toFile())
                                .redirectError(output.resolve("stderr").toFile());
                builder.environment().clear();
                builder.environment().putAll(environment);
                return new RivetProcess(builder.start(), output, deadline);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        /// Starts and waits for the end.
        public Result run() {
            try (RivetProcess started = start()) {
                return started.await();
            }
        }
    }
}
