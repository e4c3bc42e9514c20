package dev.rivet.extract;

import dev.rivet.encode.ColumnChecksums;
import dev.rivet.encode.MetaColumnAppender;
import dev.rivet.encode.RowPrints;
import dev.rivet.extract.FileSeries.Finished;
import dev.rivet.row.RowSchema;
import java.util.List;

/// What was read of one chunk, in whole files that nobody sees yet. Closing throws away those that
/// were not committed.
///
/// @param columns as the source has them, without those that rivet adds
/// @param files empty when there were no rows
/// @param checksums over everything that is delivered of it
/// @param remembered rows of it that the next run may read again
/// @param moment what it was read as of
record ReadChunk(
        RowSchema columns,
        MetaColumnAppender meta,
        List<Finished> files,
        List<ColumnChecksums.Checksum> checksums,
        RowPrints remembered,
        Moment moment)
        implements AutoCloseable {
    ReadChunk {
        files = List.copyOf(files);
        checksums = List.copyOf(checksums);
    }

    /// What rows were read as of.
    ///
    /// @param path how they were read, with what they have in common: `key pages by id, one
    ///     snapshot`
    /// @param name the same for chunks that were read in one snapshot
    record Moment(String path, String name) {}

    @Override
    public void close() {
        files.forEach(each -> each.file().close());
    }
}
