package dev.rivet.cli;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.observe.StandardStreams;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Standard output, in UTF-8 whatever the locale: the environment of a scheduler often has none.
/// Remembers what writing failed with, which a `PrintStream` does not tell.
final class ResultStream extends PrintStream {
    private final Watched watched;

    /// What the other end of it is like.
    private enum End {
        FILE,
        /// Whatever fails there: its reader has gone.
        PIPE,
        CLOSED
    }

    private ResultStream(Watched out) {
        super(out, false, StandardCharsets.UTF_8);
        watched = out;
    }

    static ResultStream ofProcess() {
        OutputStream output = new FileOutputStream(FileDescriptor.out);
        if (StandardStreams.wasClosed(StandardStreams.OUTPUT)) {
            return new ResultStream(new Watched(output, End.CLOSED));
        }
        boolean pipe = StandardStreams.isPipe(StandardStreams.OUTPUT);
        return new ResultStream(new Watched(output, pipe ? End.PIPE : End.FILE));
    }

    /// Any other stream.
    ///
    /// @param output its errors say whether it is a broken pipe
    static ResultStream of(OutputStream output) {
        return new ResultStream(new Watched(output, End.FILE));
    }

    static ResultStream closed() {
        return new ResultStream(new Watched(OutputStream.nullOutputStream(), End.CLOSED));
    }

    /// Why not all of it was written, once. A reader that went away is no failure of this kind.
    Optional<Diagnostic> takeFailure() {
        flush();
        IOException failure = watched.failure;
        if (failure == null || watched.told || watched.isBrokenPipe(failure)) {
            return Optional.empty();
        }
        watched.told = true;
        return Optional.of(unwritable(String.valueOf(failure.getMessage())));
    }

    /// Whether a reader went away before the end, as `head` does.
    boolean isBrokenPipe() {
        flush();
        IOException failure = watched.failure;
        return failure != null && watched.isBrokenPipe(failure);
    }

    /// Before anything is done whose result would go there.
    ///
    /// @throws dev.rivet.diag.RivetException `CLI_OUTPUT_UNWRITABLE`
    void refuseIfClosed() {
        if (watched.end == End.CLOSED) {
            throw unwritable(Watched.IS_CLOSED).toException();
        }
    }

    private static Diagnostic unwritable(String why) {
        return Diagnostic.of(
                Code.CLI_OUTPUT_UNWRITABLE,
                "the results cannot be written to standard output: " + why,
                "Send standard output to a file with room for it, or to a program that reads it.");
    }

    private static final class Watched extends OutputStream {
        static final String IS_CLOSED = "it is closed";

        private final OutputStream out;
        private final End end;
        private @Nullable IOException failure;
        private boolean told;

        Watched(OutputStream out, End end) {
            this.out = out;
            this.end = end;
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] octets, int from, int length) throws IOException {
            try {
                if (end == End.CLOSED) {
                    throw new IOException(IS_CLOSED);
                }
                out.write(octets, from, length);
            } catch (IOException e) {
                failure = failure == null ? e : failure;
                throw e;
            }
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        private boolean isBrokenPipe(IOException e) {
            String words = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
            return end == End.PIPE || words.contains("broken pipe");
        }
    }
}
