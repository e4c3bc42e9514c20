package dev.rivet.manifest;

import dev.rivet.destination.SealedFile;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Makes the files of one chunk visible, before its run is whole: no manifest at the destination
/// names them yet.
public final class ChunkCommit {
    private ChunkCommit() {}

    /// Commits all files and has them written down, or takes back what was committed. From the
    /// first commit on nothing stops it.
    ///
    /// @param record writes down where they are
    /// @throws IOException when a file could not be committed
    /// @throws RuntimeException what `record` throws
    public static void commit(List<SealedFile> files, Runnable record) throws IOException {
        Optional<Exception> failure = Uninterrupted.call(() -> tried(files, record));
        if (failure.isPresent()) {
            switch (failure.get()) {
                case IOException io -> throw io;
                case RuntimeException runtime -> throw runtime;
                default -> throw new IllegalStateException(failure.get());
            }
        }
    }

    private static Optional<Exception> tried(List<SealedFile> files, Runnable record) {
        Deque<SealedFile> begun = new ArrayDeque<>();
        try {
            for (SealedFile file : files) {
                begun.push(file);
                file.commit();
            }
            record.run();
            return Optional.empty();
        } catch (IOException | RuntimeException failure) {
            begun.forEach(file -> takeBack(file, failure));
            return Optional.of(failure);
        }
    }

    private static void takeBack(SealedFile file, Exception failure) {
        try {
            file.takeBack();
        } catch (IOException | RuntimeException left) {
            failure.addSuppressed(left);
        }
    }
}
