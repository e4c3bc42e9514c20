package dev.rivet.cli;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.observe.AtomicFile;
import dev.rivet.observe.StandardStreams;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Where `--summary-output` goes. A regular file is replaced at once, where a link leads if it is
/// one; a device, a named pipe or a descriptor is written to.
final class SummaryFile {
    /// A named pipe without a reader, and a reader that does not read, are not waited for longer.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int MOST_LINKS = 40;
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    /// How every summary begins.
    private static final String BEGINNING = "{\n  \"run_aggregate_id\"";

    private final Path named;
    private final Duration patience;

    private sealed interface Target {}

    private record Replaced(Path file) implements Target {}

    private record Written(Path file) implements Target {}

    private record Descriptor(int number) implements Target {}

    SummaryFile(Path named) {
        this(named, PATIENCE);
    }

    SummaryFile(Path named, Duration patience) {
        this.named = named;
        this.patience = patience;
    }

    boolean isStandardOutput() {
        try {
            return target().equals(new Descriptor(StandardStreams.OUTPUT));
        } catch (IOException unresolvable) {
            return false;
        }
    }

    /// Finds out before the run whether there is a place for its summary, and removes the summary
    /// of an earlier call: until this one ends there is none.
    ///
    /// @throws dev.rivet.diag.RivetException `CLI_OUTPUT_UNWRITABLE`
    void prepare() {
        try {
            switch (target()) {
                case Replaced(Path file) -> prepare(file);
                case Written(Path file) -> {
                    if (!Files.isWritable(file)) {
                        throw unwritable("permission denied").toException();
                    }
                }
                case Descriptor(int number) -> {
                    if (StandardStreams.wasClosed(number)) {
                        throw unwritable("it is closed").toException();
                    }
                }
            }
        } catch (IOException e) {
            throw unwritable(e.toString()).toException(e);
        }
    }

    private void prepare(Path file) throws IOException {
        AtomicFile.createFolder(file);
        if (Files.isDirectory(file)) {
            throw unwritable("it is a folder").toException();
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isWritable(folder)) {
            throw unwritable("its folder does not allow it").toException();
        }
        if (isSummary(file)) {
            Files.delete(file);
        }
    }

    private static boolean isSummary(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            return false;
        }
        try (var in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(BEGINNING.length());
            return BEGINNING.equals(new String(start, StandardCharsets.ISO_8859_1));
        }
    }

    /// What went wrong, if anything.
    Optional<Diagnostic> write(String document) {
        try {
            switch (target()) {
                case Replaced(Path file) -> AtomicFile.write(file, document);
                case Written(Path file) ->
                        writeInTime(
                                document,
                                () -> Files.newOutputStream(file, StandardOpenOption.WRITE));
                case Descriptor(int number) -> writeInTime(document, () -> opened(number));
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(unwritable(e.toString()));
        }
    }

    private interface Opening {
        OutputStream open() throws IOException;
    }

    private static OutputStream opened(int descriptor) throws IOException {
        return switch (descriptor) {
            case 1 -> new FileOutputStream(FileDescriptor.out);
            case 2 -> new FileOutputStream(FileDescriptor.err);
            default ->
                    Files.newOutputStream(
                            DESCRIPTORS.resolve(Integer.toString(descriptor)),
                            StandardOpenOption.WRITE,
                            StandardOpenOption.APPEND);
        };
    }

    /// Opening a named pipe waits for its reader, and nothing interrupts that: the thread is given
    /// up if it takes too long.
    private void writeInTime(String document, Opening opening) throws IOException {
        try {
            CompletableFuture.runAsync(
                            () -> write(document, opening),
                            Thread.ofPlatform().daemon().name("rivet-summary")::start)
                    .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException failure) {
            switch (failure.getCause()) {
                case UncheckedIOException unchecked -> throw unchecked.getCause();
                case TimeoutException _ ->
                        throw new IOException(
                                "nobody has read it within " + patience.toSeconds() + " s");
                case null, default -> throw failure;
            }
        }
    }

    /// The stream stays open where it is one of the process's own.
    @SuppressWarnings("resource")
    private static void write(String document, Opening opening) {
        try {
            OutputStream out = opening.open();
            out.write(document.getBytes(StandardCharsets.UTF_8));
            out.flush();
            if (!(out instanceof FileOutputStream)) {
                out.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Target target() throws IOException {
        Path at = named.toAbsolutePath();
        for (int links = 0; ; links++) {
            Optional<Integer> descriptor = descriptor(at);
            if (descriptor.isPresent()) {
                return new Descriptor(descriptor.get());
            }
            if (!Files.isSymbolicLink(at)) {
                boolean other =
                        Files.exists(at) && !Files.isRegularFile(at) && !Files.isDirectory(at);
                return other ? new Written(at) : new Replaced(at);
            }
            if (links == MOST_LINKS) {
                throw new FileSystemLoopException(named.toString());
            }
            at = realFolder(at).resolve(Files.readSymbolicLink(at));
        }
    }

    private static Path realFolder(Path file) throws IOException {
        Path folder = file.getParent();
        return folder == null ? file : folder.toRealPath();
    }

    /// The number of a descriptor of this process, which is no link in spite of its looks.
    private static Optional<Integer> descriptor(Path file) throws IOException {
        Path name = file.getFileName();
        boolean number = name != null && name.toString().matches("\\d{1,9}");
        try {
            return number && realFolder(file).equals(DESCRIPTORS.toRealPath())
                    ? Optional.of(Integer.valueOf(name.toString()))
                    : Optional.empty();
        } catch (NoSuchFileException noSuchFolder) {
            return Optional.empty();
        }
    }

    private Diagnostic unwritable(String why) {
        return Diagnostic.of(
                Code.CLI_OUTPUT_UNWRITABLE,
                "the summary cannot be written to " + named + ": " + why);
    }
}
