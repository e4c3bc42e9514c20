package dev.rivet.extract;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.rivet.destination.Capabilities;
import dev.rivet.destination.CommittedFile;
import dev.rivet.destination.Destination;
import dev.rivet.destination.FileDigest;
import dev.rivet.destination.StagedFile;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/// Keeps files in memory and remembers what happened to them, in order.
final class FakeDestination implements Destination {
    final Map<String, byte[]> visible = new LinkedHashMap<>();
    final List<String> events;
    int staged;
    /// Committed files lose their last row, at the same length.
    boolean corrupt;
    /// So many bytes are missing at the end of what is read back before the commit.
    int cutting;
    /// What writing fails with, one after the other.
    final Queue<IOException> failures = new ArrayDeque<>();

    FakeDestination(List<String> events) {
        this.events = events;
    }

    FakeDestination() {
        this(new ArrayList<>());
    }

    @Override
    public String uri() {
        return "memory:";
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(true, true, true);
    }

    @Override
    public void prepare() {}

    @Override
    public StagedFile stage(String name) {
        staged++;
        return new Staged(name);
    }

    @Override
    public Optional<SeekableByteChannel> open(String name) {
        return Optional.ofNullable(visible.get(name)).map(MemoryChannel::new);
    }

    @Override
    public void publish(String name, byte[] content) {
        events.add("publish " + name);
        visible.put(name, content);
    }

    @Override
    public void remove(String name) {
        visible.remove(name);
    }

    private final class Staged implements StagedFile {
        private final String name;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private boolean open = true;

        Staged(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public OutputStream sink() {
            return new FilterOutputStream(bytes) {
                @Override
                public void write(byte[] source, int offset, int length) throws IOException {
                    IOException failure = failures.poll();
                    if (failure != null) {
                        throw failure;
                    }
                    bytes.write(source, offset, length);
                }
            };
        }

        @Override
        public Optional<SeekableByteChannel> reopen() {
            return Optional.of(
                    new MemoryChannel(Arrays.copyOf(bytes.toByteArray(), bytes.size() - cutting)));
        }

        @Override
        public CommittedFile commit() throws IOException {
            if (!open) {
                throw new IOException(name + " is closed");
            }
            events.add("commit " + name);
            visible.put(name, corrupt ? "id\n1  \n".getBytes(US_ASCII) : bytes.toByteArray());
            FileDigest digest = new FileDigest();
            digest.update(bytes.toByteArray(), 0, bytes.size());
            return digest.committed(name);
        }

        @Override
        public void close() {
            if (open) {
                open = false;
                staged--;
            }
        }
    }
}
