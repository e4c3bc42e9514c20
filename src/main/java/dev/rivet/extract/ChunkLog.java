package dev.rivet.extract;

import dev.rivet.destination.Destination;
import dev.rivet.destination.FileContent;
import dev.rivet.manifest.Manifest;
import dev.rivet.manifest.Part;
import dev.rivet.manifest.PublishedManifest;
import dev.rivet.plan.Chunk;
import dev.rivet.state.ChunkStore;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;

/// What is remembered of a run's chunks, so that another process can go on when this one dies.
interface ChunkLog {
    /// What is remembered of a chunk that readers' files hold already, and still do.
    Optional<Manifest> committed(Chunk chunk) throws IOException;

    /// Whether chunks are committed one by one.
    boolean commitsEach();

    /// A chunk is read from its beginning.
    ///
    /// @return which attempt it is, from 1
    int start(Chunk chunk);

    /// Its files are visible.
    void done(Chunk chunk, Manifest manifest);

    /// An attempt at it has failed.
    ///
    /// @param why without what was filled into a query
    void failed(Chunk chunk, String why);

    /// All of it is delivered.
    void finish(PublishedManifest receipt);

    /// There was nothing to deliver: the next run begins anew, and looks again.
    void nothing();

    /// Remembers nothing: a run that dies begins anew.
    record Forgetful() implements ChunkLog {
        @Override
        public Optional<Manifest> committed(Chunk chunk) {
            return Optional.empty();
        }

        @Override
        public boolean commitsEach() {
            return false;
        }

        @Override
        public int start(Chunk chunk) {
            return 1;
        }

        @Override
        public void done(Chunk chunk, Manifest manifest) {}

        @Override
        public void failed(Chunk chunk, String why) {}

        @Override
        public void finish(PublishedManifest receipt) {}

        @Override
        public void nothing() {}
    }

    /// How closely files are looked at that an earlier process has committed.
    enum Look {
        SIZES,
        BYTES
    }

    /// Remembers in the state.
    record Stored(
            ChunkStore store,
            ChunkStore.ChunkRun run,
            Destination destination,
            Look look,
            Recorder recorder)
            implements ChunkLog {
        @Override
        public Optional<Manifest> committed(Chunk chunk) throws IOException {
            Optional<Manifest> manifest =
                    run.tasks().stream()
                            .filter(task -> task.ordinal() == chunk.ordinal())
                            .flatMap(task -> task.delivered().stream())
                            .findFirst();
            if (manifest.isEmpty()) {
                return manifest;
            }
            for (Part part : manifest.get().files().parts()) {
                if (!isThere(part.file())) {
                    String why = "file " + part.file().name() + " is not what it was";
                    store.reopen(run.id(), chunk.ordinal(), why);
                    recorder.warn("chunk", "chunk " + chunk.ordinal() + " is read again: " + why);
                    return Optional.empty();
                }
            }
            return manifest;
        }

        private boolean isThere(FileContent file) throws IOException {
            Optional<SeekableByteChannel> there = destination.open(file.name());
            if (there.isEmpty()) {
                return false;
            }
            try (SeekableByteChannel channel = there.get()) {
                return channel.size() == file.bytes()
                        && switch (look) {
                            case SIZES -> true;
                            case BYTES -> Validation.holds(file, channel);
                        };
            }
        }

        @Override
        public boolean commitsEach() {
            return true;
        }

        @Override
        public int start(Chunk chunk) {
            return store.start(run.id(), chunk.ordinal());
        }

        @Override
        public void done(Chunk chunk, Manifest manifest) {
            store.done(run.id(), chunk.ordinal(), manifest);
        }

        @Override
        public void failed(Chunk chunk, String why) {
            store.failed(run.id(), chunk.ordinal(), why);
        }

        @Override
        public void finish(PublishedManifest receipt) {
            store.finish(run.id(), receipt);
        }

        @Override
        public void nothing() {
            store.forgetUnfinished(run.export());
        }
    }
}
