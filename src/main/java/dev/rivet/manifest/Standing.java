package dev.rivet.manifest;

import dev.rivet.destination.ControlFile;
import dev.rivet.destination.Destination;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.RivetException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/// The delivery that stands at a destination: its manifest and its marker, as they are there.
public final class Standing {
    private static final int MAX_MARKER_BYTES = 4096;
    private static final Pattern MARKER = Pattern.compile("xxh3:[0-9a-f]{16}\\s*");

    private final Optional<byte[]> content;
    private final Optional<byte[]> marker;
    private final Optional<Manifest> manifest;

    private Standing(
            Optional<byte[]> content, Optional<byte[]> marker, Optional<Manifest> manifest) {
        this.content = content;
        this.marker = marker;
        this.manifest = manifest;
    }

    /// Reads what is there. Changes nothing.
    ///
    /// @throws RivetException `DEST_CONTROL_ARTIFACT_INVALID` when rivet did not write it,
    ///     `DEST_PREFIX_MODE_MISMATCH`, or `DEST_PATH_NOT_USABLE` when a file cannot be read
    public static Standing at(Destination destination) {
        Optional<byte[]> marker = content(destination, ControlFile.SUCCESS, MAX_MARKER_BYTES);
        if (marker.isPresent() && !isMarker(marker.get())) {
            throw notOurs(where(destination, ControlFile.SUCCESS), "its content is no hash");
        }
        Optional<byte[]> content =
                content(destination, ControlFile.MANIFEST, ManifestCodec.MAX_BYTES);
        String where = where(destination, ControlFile.MANIFEST);
        return new Standing(
                content, marker, content.map(bytes -> ManifestCodec.read(bytes, where)));
    }

    /// The receipt of what stands here; empty when nothing does.
    public Optional<PublishedManifest> published() {
        return manifest.map(PublishedManifest::new);
    }

    /// Whether a delivery stands here that readers may take: its marker is there.
    public boolean isComplete() {
        return manifest.isPresent() && marker.isPresent();
    }

    /// This, if it is theirs or nobody's.
    ///
    /// @param owner who wants to write here
    /// @throws RivetException `DEST_PREFIX_MODE_MISMATCH` unless it is theirs, or nobody's
    public Standing ownedBy(Owner owner, Destination destination) {
        manifest.ifPresent(there -> owner.refuseOther(there, destination.uri()));
        return this;
    }

    Optional<byte[]> content() {
        return content;
    }

    Optional<byte[]> marker() {
        return marker;
    }

    /// Whether the same manifest is there. The marker may have gone and come: it follows.
    boolean isStill(Standing now) {
        return content.isPresent() == now.content.isPresent()
                && content.map(bytes -> Arrays.equals(bytes, now.content.orElseThrow()))
                        .orElse(true);
    }

    private static boolean isMarker(byte[] content) {
        return MARKER.matcher(new String(content, StandardCharsets.UTF_8)).matches();
    }

    private static Optional<byte[]> content(Destination destination, String name, int maxBytes) {
        try {
            Optional<SeekableByteChannel> file = destination.open(name);
            if (file.isEmpty()) {
                return Optional.empty();
            }
            try (SeekableByteChannel channel = file.get()) {
                if (channel.size() > maxBytes) {
                    throw notOurs(where(destination, name), "it is longer than any of rivet's");
                }
                return Optional.of(readFully(channel));
            }
        } catch (IOException e) {
            throw Diagnostic.of(
                            Code.DEST_PATH_NOT_USABLE,
                            "Cannot read %s: %s. Nothing was overwritten."
                                    .formatted(where(destination, name), e.getMessage()),
                            "Make the file readable for rivet, or move it away.")
                    .toException(e);
        }
    }

    static byte[] readFully(SeekableByteChannel channel) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(channel.size()));
        while (content.hasRemaining()) {
            if (channel.read(content) < 0) {
                throw new IOException("the file became shorter while it was read");
            }
        }
        return content.array();
    }

    private static String where(Destination destination, String name) {
        return destination.uri() + "/" + name;
    }

    private static RivetException notOurs(String where, String why) {
        return Diagnostic.of(
                        Code.DEST_CONTROL_ARTIFACT_INVALID,
                        where + " was not written by rivet: " + why + ". It was left alone.")
                .toException();
    }
}
