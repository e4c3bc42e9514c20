package dev.rivet.manifest;

import dev.rivet.destination.Capabilities;
import dev.rivet.destination.Destination;
import dev.rivet.destination.StagedFile;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Passes a number of changes on to a real destination and fails all that follow, as if the
/// process had died or the disk had gone.
final class StoppingDestination implements Destination {
    private final Destination real;
    private final int allowed;
    final List<String> changes = new ArrayList<>();

    StoppingDestination(Destination real, int allowed) {
        this.real = real;
        this.allowed = allowed;
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
    public void prepare() {
        real.prepare();
    }

    @Override
    public StagedFile stage(String name) throws IOException {
        return real.stage(name);
    }

    @Override
    public Optional<SeekableByteChannel> open(String name) throws IOException {
        return real.open(name);
    }

    @Override
    public void publish(String controlFile, byte[] content) throws IOException {
        count("publish " + controlFile);
        real.publish(controlFile, content);
    }

    @Override
    public void remove(String controlFile) throws IOException {
        count("remove " + controlFile);
        real.remove(controlFile);
    }

    private void count(String change) throws IOException {
        if (changes.size() == allowed) {
            throw new IOException("the disk is gone");
        }
        changes.add(change);
    }
}
