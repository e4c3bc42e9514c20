package dev.rivet.destination;

import java.util.List;
import java.util.OptionalLong;

/// The objects of one bucket, as a client of its service sees them. Methods block; thread-safe.
/// What the service or the way to it refuses is a [dev.rivet.diag.RivetException] with the code
/// `DEST_STORE_FAILED`.
public interface ObjectStore extends AutoCloseable {
    /// Uploads an object in parts; it appears as a whole, or not at all when this fails.
    ///
    /// @param parts at least one; all but the last have [#PART_BYTES]
    void upload(String name, List<byte[]> parts);

    /// The size in bytes; empty when there is no such object.
    OptionalLong size(String name);

    byte[] read(String name);

    void delete(String name);

    /// The smallest that S3 takes for a part that is not the last.
    int PART_BYTES = 5 << 20;

    @Override
    void close();
}
