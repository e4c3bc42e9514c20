package dev.rivet.manifest;

import dev.rivet.destination.ControlFile;
import dev.rivet.destination.Destination;
import dev.rivet.destination.FileDigest;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.RivetException;
import dev.rivet.journal.Outcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/// Tells readers which parts count.
///
/// A success publishes in this order, each step durable before the next:
///
/// 1. the old `_SUCCESS` goes, so that it never stands beside a manifest that it does not match;
/// 2. `manifest.json` is replaced at once: this is the commit point;
/// 3. `manifest-<run_id>.json`, the copy that later runs leave alone;
/// 4. `_SUCCESS` with the hash of the exact bytes of `manifest.json`.
///
/// A crash leaves, after 1, the old delivery, whole but not marked; after 2 or 3, the new one,
/// whole but not marked. Readers that wait for the marker wait; no reader is misled; the next
/// run restores the marker. A run that fails never comes here: the last delivery stays as it is.
public final class ManifestPublisher {
    private static final int MAX_MARKER_BYTES = 4096;
    private static final Pattern MARKER = Pattern.compile("xxh3:[0-9a-f]{16}\\s*");

    private ManifestPublisher() {}

    /// Refuses a destination whose control files rivet did not write. Changes nothing; call it
    /// before anything is read.
    ///
    /// @return the manifest that is there now
    /// @throws RivetException `DEST_CONTROL_ARTIFACT_INVALID`, `DEST_PREFIX_MODE_MISMATCH`, or
    ///     `DEST_PATH_NOT_USABLE` when a file cannot be read
    public static Optional<Manifest> checkPrefix(Destination destination) {
        checkMarker(destination);
        String where = where(destination, ControlFile.MANIFEST);
        return content(destination, ControlFile.MANIFEST, ManifestCodec.MAX_BYTES)
                .map(content -> ManifestCodec.read(content, where));
    }

    private static void checkMarker(Destination destination) {
        Optional<byte[]> content = content(destination, ControlFile.SUCCESS, MAX_MARKER_BYTES);
        boolean foreign =
                content.map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                        .filter(text -> !MARKER.matcher(text).matches())
                        .isPresent();
        if (foreign) {
            throw notOurs(where(destination, ControlFile.SUCCESS), "its content is no hash");
        }
    }

    /// Publishes what a successful run delivered. On a destination that cannot hold control
    /// files there is nothing to publish, and the receipt says as much as can be said.
    ///
    /// @throws RivetException `DEST_MANIFEST_NOT_WRITTEN`
    public static PublishedManifest publish(Manifest manifest, Destination destination) {
        if (manifest.run().outcome() != Outcome.SUCCESS) {
            throw Diagnostic.of(
                            Code.INTERNAL_DEST_INVARIANT,
                            "Only a success is published; " + manifest.run().id() + " is none.")
                    .toException();
        }
        if (destination.capabilities().atomicCommit()) {
            publishFiles(manifest, destination);
        }
        return new PublishedManifest(manifest);
    }

    private static void publishFiles(Manifest manifest, Destination destination) {
        byte[] content = ManifestCodec.write(manifest);
        byte[] marker = (FileDigest.fingerprint(content) + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            destination.remove(ControlFile.SUCCESS);
            destination.publish(ControlFile.MANIFEST, content);
            destination.publish(ControlFile.manifestOf(manifest.run().id().value()), content);
            destination.publish(ControlFile.SUCCESS, marker);
        } catch (IOException e) {
            throw Diagnostic.of(
                            Code.DEST_MANIFEST_NOT_WRITTEN,
                            "The files of this run are at %s, but its manifest is not: %s."
                                    .formatted(destination.uri(), e.getMessage()),
                            "Fix the destination, then run again: readers of the manifest do not"
                                    + " count the files of this run.")
                    .toException(e);
        }
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

    private static byte[] readFully(SeekableByteChannel channel) throws IOException {
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
