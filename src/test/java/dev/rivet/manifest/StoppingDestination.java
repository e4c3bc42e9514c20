package dev.rivet.manifest;

import dev.rivet.destination.Capabilities;
import dev.rivet.destination.CommittedFile;
import dev.rivet.destination.Destination;
import dev.rivet.destination.FileContent;
import dev.rivet.destination.Occupancy;
import dev.rivet.destination.SealedFile;
import dev.rivet.destination.StagedFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Passes changes on to a real destination, and fails those that a test picks.
final class StoppingDestination implements Destination {
    private final Destination real;
    private final Picks picks;
    final List<String> changes = new ArrayList<>();

    /// Which changes fail.
    interface Picks {
        /// Whether this one fails.
        ///
        /// @param change counted from 0
        boolean fails(int change);
    }

    StoppingDestination(Destination real, Picks picks) {
        this.real = real;
        this.picks = picks;
    }

    @Override
    public String uri() {
        return real.uri();
    }

    @Override
    public Capabilities capabilities() {
        return real.capabilities();
    }

    @Override
    public Occupancy occupy(String run, Duration wait) {
        return new Place(real.occupy(run, wait));
    }

    @Override
    public void sweep(String uri) {
        real.sweep(uri);
    }

    @Override
    public Optional<SeekableByteChannel> open(String name) throws IOException {
        return real.open(name);
    }

    private void count(String change) throws IOException {
        changes.add(change);
        if (picks.fails(changes.size() - 1)) {
            throw new IOException("the disk is gone");
        }
    }

    private final class Place implements Occupancy {
        private final Occupancy place;

        Place(Occupancy place) {
            this.place = place;
        }

        @Override
        public List<String> remarks() {
            return place.remarks();
        }

        @Override
        public void confirm() {
            place.confirm();
        }

        @Override
        public StagedFile stage(String name) throws IOException {
            return new Staged(place.stage(name), "commit ");
        }

        @Override
        public StagedFile stageControl(String name) throws IOException {
            return new Staged(place.stageControl(name), "publish ");
        }

        @Override
        public void remove(String name) throws IOException {
            count("remove " + name);
            place.remove(name);
        }

        @Override
        public List<String> names() throws IOException {
            return place.names();
        }

        @Override
        public void removePart(String name) throws IOException {
            place.removePart(name);
        }

        @Override
        public boolean removePart(FileContent part) throws IOException {
            count("remove " + part.name());
            return place.removePart(part);
        }

        @Override
        public void close() {
            place.close();
        }
    }

    private final class Staged implements StagedFile {
        private final StagedFile file;
        private final String change;

        Staged(StagedFile file, String change) {
            this.file = file;
            this.change = change;
        }

        @Override
        public String name() {
            return file.name();
        }

        @Override
        public OutputStream sink() {
            return file.sink();
        }

        @Override
        public SealedFile seal() throws IOException {
            return new Sealed(file.seal(), change);
        }

        @Override
        public void close() {
            file.close();
        }
    }

    private final class Sealed implements SealedFile {
        private final SealedFile file;
        private final String change;

        Sealed(SealedFile file, String change) {
            this.file = file;
            this.change = change;
        }

        @Override
        public FileContent content() {
            return file.content();
        }

        @Override
        public Optional<SeekableByteChannel> reopen() throws IOException {
            return file.reopen();
        }

        /// A commit can fail after it has happened.
        @Override
        public CommittedFile commit() throws IOException {
            CommittedFile receipt = file.commit();
            count(change + content().name());
            return receipt;
        }

        @Override
        public void takeBack() throws IOException {
            file.takeBack();
        }

        @Override
        public void close() {
            file.close();
        }
    }
}
