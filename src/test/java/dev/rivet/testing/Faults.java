package dev.rivet.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a process changes below one folder, call by call of the C library, and a fault at one of
/// them. It is done by a library of our own, `src/test/c/faults.c`, that is loaded into the process
/// before all others: into a JVM and a native executable alike. For one process at a time.
public final class Faults {
    private static final Path SOURCE = Path.of("src/test/c/faults.c");
    private static final Path LIBRARY = Path.of("target/faults.so").toAbsolutePath();
    private static final List<String> COMPILER =
            List.of("cc", "-std=gnu11", "-O1", "-Wall", "-Wextra", "-Werror");

    private final Path folder;
    private final Path log;
    private final @Nullable Fault fault;

    private Faults(Path folder, Path log, @Nullable Fault fault) {
        this.folder = folder;
        this.log = log;
        this.fault = fault;
    }

    /// What happens: the process gets a signal, or the call fails.
    public enum Action {
        KILL,
        STOP,
        TERM,
        EIO,
        ENOSPC
    }

    /// Whether the call has been made when it happens. One that fails afterwards has had its effect
    /// all the same, as on a network file system that loses the answer.
    public enum When {
        BEFORE,
        AFTER
    }

    /// A fault at the n-th call.
    ///
    /// @param call from 1
    public record Fault(Action action, When when, int call) {}

    /// A call that changes something.
    ///
    /// @param number from 1
    /// @param name `create`, `write`, `truncate`, `sync`, `rename`, `link` or `unlink`
    /// @param path of the file after it
    public record Call(int number, String name, Path path) {
        /// Whether whoever lists the folder sees a difference: hidden files are not for readers.
        public boolean isVisible() {
            return (name.equals("rename") || name.equals("unlink") || name.equals("link"))
                    && !path.getFileName().toString().startsWith(".");
        }
    }

    /// Counts and writes down. Skips the test, saying why, where there is no C compiler.
    ///
    /// @param folder an existing one
    /// @param log a file outside of it that does not exist
    public static Faults watch(Path folder, Path log) {
        return new Faults(real(folder), log, null).compiled();
    }

    /// The same, and something happens.
    public static Faults inject(Path folder, Path log, Fault fault) {
        return new Faults(real(folder), log, fault).compiled();
    }

    /// To be added to the environment of the process.
    public Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        environment.put("LD_PRELOAD", LIBRARY.toString());
        environment.put("FAULTS_FOLDER", folder.toString());
        environment.put("FAULTS_LOG", log.toString());
        if (fault != null) {
            environment.put("FAULTS_ACTION", fault.action().name());
            environment.put("FAULTS_WHEN", fault.when().name().toLowerCase(Locale.ROOT));
            environment.put("FAULTS_AT", Integer.toString(fault.call()));
        }
        return environment;
    }

    public RivetProcess.Call into(RivetProcess.Call call) {
        environment().forEach(call::with);
        return call;
    }

    /// The calls so far, in their order.
    public List<Call> calls() {
        return lines().filter(line -> !line.endsWith(" !")).map(Faults::call).toList();
    }

    /// Whether the fault has happened: its call may never come.
    public boolean happened() {
        return lines().anyMatch(line -> line.endsWith(" !"));
    }

    /// Everything that was written down, as it stands there.
    @Override
    public String toString() {
        return fault + " below " + folder + "\n" + String.join("\n", lines().toList());
    }

    private static Call call(String line) {
        String[] words = line.split(" ", 3);
        return new Call(Integer.parseInt(words[0]), words[1], Path.of(words[2]));
    }

    private Stream<String> lines() {
        try {
            return Files.exists(log) ? Files.readAllLines(log).stream() : Stream.of();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Faults compiled() {
        compile();
        return this;
    }

    private static synchronized void compile() {
        try {
            if (Files.exists(LIBRARY)
                    && Files.getLastModifiedTime(LIBRARY)
                                    .compareTo(Files.getLastModifiedTime(SOURCE))
                            >= 0) {
                return;
            }
            assumeTrue(
                    cc("-E", "-include", "stdio.h", "-x", "c", "-o", "/dev/null", "/dev/null"),
                    "no C compiler: install gcc and libc6-dev");
            Path fresh = Files.createTempFile(LIBRARY.getParent(), "faults", ".so");
            if (!cc("-shared", "-fPIC", "-o", fresh.toString(), SOURCE.toString())) {
                throw new IllegalStateException(SOURCE + " does not compile");
            }
            Files.move(fresh, LIBRARY, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static boolean cc(String... options) {
        List<String> command = new ArrayList<>(COMPILER);
        command.addAll(List.of(options));
        try {
            Process compiler = new ProcessBuilder(command).inheritIO().start();
            if (!compiler.waitFor(1, TimeUnit.MINUTES)) {
                compiler.destroyForcibly();
                return false;
            }
            return compiler.exitValue() == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interruption);
        }
    }
}
