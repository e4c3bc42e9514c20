package dev.rivet.destination;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;

/// A place for files, rooted where one export writes. Names are relative, without `..`.
public interface Destination {
    /// For people and manifests, for example `file:///data/orders`.
    String uri();

    Capabilities capabilities();

    /// Checks, without leaving anything behind, that files can be written here, and clears away
    /// what dead runs left half-written long ago.
    ///
    /// @throws dev.rivet.diag.RivetException `DEST_PATH_NOT_USABLE`
    void prepare();

    /// Starts a file that nobody sees until it is committed.
    StagedFile stage(String name) throws IOException;

    /// Reads a committed file; empty when there is none of that name.
    Optional<SeekableByteChannel> open(String name) throws IOException;

    /// Writes a small control file, durably and at once: readers see the old one or the new one.
    /// Only for names that [ControlFile] knows.
    void publish(String controlFile, byte[] content) throws IOException;

    /// Removes a control file, durably, if it is there. Only for names that [ControlFile] knows.
    void remove(String controlFile) throws IOException;
}
