package dev.rivet.destination.stdout;

import dev.rivet.destination.CommittedFile;
import dev.rivet.destination.FileContent;
import dev.rivet.destination.FileDigest;
import dev.rivet.destination.SealedFile;
import dev.rivet.destination.StagedFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;

/// The one file. Used by one thread at a time.
final class StdoutFile implements StagedFile {
    private static final int BUFFER_BYTES = 256 * 1024;

    private final String name;
    private final FileDigest digest = new FileDigest();
    private final OutputStream sink;

    StdoutFile(String name, OutputStream out) {
        this.name = name;
        this.sink = new BufferedOutputStream(new StdoutSink(out, digest), BUFFER_BYTES);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public OutputStream sink() {
        return sink;
    }

    @Override
    public SealedFile seal() throws IOException {
        sink.close();
        return new Sent(digest.content(name));
    }

    /// Does nothing: what was sent stays sent, and what is still buffered is never sent.
    @Override
    public void close() {}

    /// What is sent is seen.
    private record Sent(FileContent content) implements SealedFile {
        @Override
        public Optional<SeekableByteChannel> reopen() {
            return Optional.empty();
        }

        @Override
        public CommittedFile commit() {
            return new CommittedFile(content);
        }

        @Override
        public void takeBack() {}

        @Override
        public void close() {}
    }
}
