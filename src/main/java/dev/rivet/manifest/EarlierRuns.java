package dev.rivet.manifest;

import dev.rivet.destination.ControlFile;
import dev.rivet.destination.Destination;
import dev.rivet.destination.Occupancy;
import dev.rivet.diag.RivetException;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What earlier runs of an export have left at its destination, beside the delivery that
/// stands. The copies of their manifests say which files are theirs: a copy stands as long as
/// its files do, so what a crash left undone is found by the next run.
public final class EarlierRuns {
    private final Destination destination;
    private final Occupancy place;
    private final Manifest standing;

    public EarlierRuns(Publication.Site site, PublishedManifest standing) {
        this.destination = site.destination();
        this.place = site.place();
        this.standing = standing.manifest();
    }

    /// How many files with the export's name lie there that the manifest does not name.
    public long files() throws IOException {
        String prefix = standing.run().exportName() + "_";
        String suffix = "." + standing.files().kind().format();
        Set<String> named = names(standing);
        return place.names().stream()
                .filter(name -> name.startsWith(prefix) && name.endsWith(suffix))
                .filter(name -> !named.contains(name))
                .count();
    }

    /// Removes the files that manifests of this export's earlier runs name, and then those
    /// manifests. Nothing else: a file of another size than its manifest says stays, with the
    /// manifest.
    public void remove() throws IOException {
        for (String copy : copies()) {
            Optional<Manifest> earlier = read(copy);
            if (earlier.isPresent() && isEarlier(earlier.get())) {
                remove(earlier.get(), copy);
            }
        }
    }

    private List<String> copies() throws IOException {
        return place.names().stream().filter(ControlFile::isRunManifest).toList();
    }

    private boolean isEarlier(Manifest other) {
        return other.run().exportName().equals(standing.run().exportName())
                && !other.run().id().equals(standing.run().id());
    }

    private void remove(Manifest earlier, String copy) throws IOException {
        Set<String> named = names(standing);
        boolean all = true;
        for (Part part : earlier.files().parts()) {
            all &= !named.contains(part.file().name()) && place.removePart(part.file());
        }
        if (all) {
            place.remove(copy);
        }
    }

    /// A copy that cannot be read is left alone.
    private Optional<Manifest> read(String copy) throws IOException {
        Optional<SeekableByteChannel> file = destination.open(copy);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try (SeekableByteChannel channel = file.get()) {
            return channel.size() > ManifestCodec.MAX_BYTES
                    ? Optional.empty()
                    : Optional.of(ManifestCodec.read(Standing.readFully(channel), copy));
        } catch (RivetException notOurs) {
            return Optional.empty();
        }
    }

    private static Set<String> names(Manifest manifest) {
        return manifest.files().parts().stream()
                .map(part -> part.file().name())
                .collect(Collectors.toSet());
    }
}
