package dev.rivet.destination;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.time.Duration;
import java.util.Optional;

/// A place for files, rooted where one export writes. Names are relative, without `..`.
public interface Destination {
    /// For people and manifests, for example `file:///data/orders`.
    String uri();

    Capabilities capabilities();

    /// Makes sure that files can be written here and that nobody else does it at the same time,
    /// and clears away what dead runs left half-written. Blocks.
    ///
    /// @param run told to whoever has to wait for this one
    /// @param wait how long to wait for another run to leave; zero refuses at once
    /// @throws dev.rivet.diag.RivetException `DEST_PATH_NOT_USABLE`, `STATE_RUN_IN_PROGRESS`
    ///     when not waiting, `STATE_LOCK_TIMEOUT` after waiting
    Occupancy occupy(String run, Duration wait);

    /// Clears away what dead runs left half-written at another place of this kind, if nobody is at
    /// work there.
    ///
    /// @param uri as [#uri()] says it
    void sweep(String uri);

    /// Reads a committed file; empty when there is none of that name.
    Optional<SeekableByteChannel> open(String name) throws IOException;
}
