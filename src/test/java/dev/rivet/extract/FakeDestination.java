package dev.rivet.extract;

import dev.rivet.destination.Capabilities;
import dev.rivet.destination.CommittedFile;
import dev.rivet.destination.Destination;
import dev.rivet.destination.FileContent;
import dev.rivet.destination.FileDigest;
import dev.rivet.destination.Occupancy;
import dev.rivet.destination.SealedFile;
import dev.rivet.destination.StagedFile;
import dev.rivet.diag.RivetException;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Keeps files in memory and remembers what happened to them, in order.
final class FakeDestination implements Destination {
    final Map<String, byte[]> visible = new LinkedHashMap<>();
    final List<String> events;
    int staged;
    /// What becomes of a part's bytes as they are committed.
    UnaryOperator<byte[]> committing = UnaryOperator.identity();
    /// What is read back of a part's bytes before the commit.
    UnaryOperator<byte[]> staging = UnaryOperator.identity();
    /// Told of each name once readers can see it.
    Consumer<String> onCommit = name -> {};
    /// What removing a part of an earlier run fails with.
    @Nullable RivetException removing;
    /// What writing fails with, one after the other.
    final Queue<IOException> failures = new ArrayDeque<>();

    Capabilities capabilities = new Capabilities(true, true, true);

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
        return capabilities;
    }

    @Override
    public Occupancy occupy(String run, Duration wait) {
        return new Place();
    }

    @Override
    public void sweep(String uri) {
        events.add("sweep " + uri);
    }

    @Override
    public Optional<SeekableByteChannel> open(String name) {
        return Optional.ofNullable(visible.get(name)).map(MemoryChannel::new);
    }

    private final class Place implements Occupancy {
        @Override
        public List<String> remarks() {
            return List.of();
        }

        @Override
        public void confirm() {}

        @Override
        public StagedFile stage(String name) {
            staged++;
            return new Staged(name, "commit ");
        }

        @Override
        public StagedFile stageControl(String name) {
            staged++;
            return new Staged(name, "publish ");
        }

        @Override
        public void remove(String name) {
            visible.remove(name);
        }

        @Override
        public List<String> names() {
            return List.copyOf(visible.keySet());
        }

        @Override
        public void removePart(String name) {
            throw new AssertionError("nothing was left here");
        }

        @Override
        public boolean removePart(FileContent part) {
            if (removing != null) {
                throw removing;
            }
            events.add("remove " + part.name());
            visible.remove(part.name());
            return true;
        }

        @Override
        public void close() {}
    }

    private final class Staged implements StagedFile {
        private final String name;
        private final String event;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private boolean open = true;

        Staged(String name, String event) {
            this.name = name;
            this.event = event;
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
        public SealedFile seal() {
            FileDigest digest = new FileDigest();
            digest.update(bytes.toByteArray(), 0, bytes.size());
            open = false;
            return new Sealed(digest.content(name), event, bytes.toByteArray());
        }

        @Override
        public void close() {
            if (open) {
                open = false;
                staged--;
            }
        }
    }

    private final class Sealed implements SealedFile {
        private final FileContent content;
        private final String event;
        private final byte[] bytes;
        private boolean open = true;

        Sealed(FileContent content, String event, byte[] bytes) {
            this.content = content;
            this.event = event;
            this.bytes = bytes;
        }

        @Override
        public FileContent content() {
            return content;
        }

        @Override
        public Optional<SeekableByteChannel> reopen() {
            return Optional.of(new MemoryChannel(isPart() ? staging.apply(bytes) : bytes));
        }

        private boolean isPart() {
            return event.startsWith("commit");
        }

        @Override
        public CommittedFile commit() {
            events.add(event + content.name());
            visible.put(content.name(), isPart() ? committing.apply(bytes) : bytes);
            onCommit.accept(content.name());
            return new CommittedFile(content);
        }

        @Override
        public void takeBack() {
            if (visible.remove(content.name()) != null) {
                events.add("take back " + content.name());
            }
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
