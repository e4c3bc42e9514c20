package dev.rivet.manifest;

import dev.rivet.destination.ControlFile;
import dev.rivet.destination.Destination;
import dev.rivet.destination.FileDigest;
import dev.rivet.destination.Occupancy;
import dev.rivet.destination.SealedFile;
import dev.rivet.destination.StagedFile;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The three files that tell readers about a delivery, whole and on the disk before anybody can
/// see one of them.
final class ControlFiles implements AutoCloseable {
    private final byte[] content;
    private final byte[] mark;
    private final SealedFile manifest;
    private final SealedFile copy;
    private final SealedFile marker;

    private ControlFiles(
            byte[] content, byte[] mark, SealedFile manifest, SealedFile copy, SealedFile marker) {
        this.content = content;
        this.mark = mark;
        this.manifest = manifest;
        this.copy = copy;
        this.marker = marker;
    }

    static ControlFiles seal(Manifest delivery, Occupancy place) throws IOException {
        byte[] content = ManifestCodec.write(delivery);
        refuseUnreadable(content.length, delivery);
        byte[] mark = (FileDigest.fingerprint(content) + "\n").getBytes(StandardCharsets.UTF_8);
        String copy = ControlFile.manifestOf(delivery.run().id().value());
        List<SealedFile> sealed = new ArrayList<>();
        try {
            sealed.add(seal(ControlFile.MANIFEST, content, place));
            sealed.add(seal(copy, content, place));
            sealed.add(seal(ControlFile.SUCCESS, mark, place));
        } catch (IOException | RuntimeException failure) {
            sealed.forEach(SealedFile::close);
            throw failure;
        }
        return new ControlFiles(content, mark, sealed.get(0), sealed.get(1), sealed.get(2));
    }

    /// What no later run would read is not written either.
    private static void refuseUnreadable(int bytes, Manifest manifest) {
        if (bytes > ManifestCodec.MAX_BYTES) {
            throw Diagnostic.of(
                            Code.DEST_MANIFEST_NOT_WRITTEN,
                            String.format(
                                    Locale.ROOT,
                                    "The manifest of %d files for %s would have %d bytes, and at most %d are read.",
                                    manifest.files().parts().size(),
                                    manifest.destination().uri(),
                                    bytes,
                                    ManifestCodec.MAX_BYTES),
                            "Raise max_file_size, so that there are fewer files. Nothing was"
                                    + " published.")
                    .toException();
        }
    }

    /// Writes a control file and looks at what was written.
    static SealedFile seal(String name, byte[] content, Occupancy place) throws IOException {
        try (StagedFile file = place.stageControl(name)) {
            try (OutputStream sink = file.sink()) {
                sink.write(content);
            }
            SealedFile sealed = file.seal();
            try {
                requireSame(name, content, sealed.reopen());
                return sealed;
            } catch (IOException | RuntimeException failure) {
                sealed.close();
                throw failure;
            }
        }
    }

    SealedFile manifest() {
        return manifest;
    }

    SealedFile copy() {
        return copy;
    }

    SealedFile marker() {
        return marker;
    }

    /// Looks at what readers see now.
    ///
    /// @throws IOException when it is not what was published
    void requireVisible(Destination destination) throws IOException {
        requireSame(ControlFile.MANIFEST, content, destination.open(ControlFile.MANIFEST));
        requireSame(ControlFile.SUCCESS, mark, destination.open(ControlFile.SUCCESS));
    }

    private static void requireSame(String name, byte[] written, Optional<SeekableByteChannel> file)
            throws IOException {
        if (file.isEmpty()) {
            throw new IOException(name + " is not there after it was written");
        }
        try (SeekableByteChannel channel = file.get()) {
            if (!Arrays.equals(written, Standing.readFully(channel))) {
                throw new IOException(name + " does not hold what was written to it");
            }
        }
    }

    @Override
    public void close() {
        manifest.close();
        copy.close();
        marker.close();
    }
}
