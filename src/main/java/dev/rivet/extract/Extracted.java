package dev.rivet.extract;

import dev.rivet.encode.ColumnChecksums;
import dev.rivet.encode.MetaColumnAppender;
import dev.rivet.extract.FileSeries.Finished;
import dev.rivet.source.ReadPlan;
import java.util.List;

/// What was read, in whole files that nobody sees yet. Closing throws away those that were not
/// committed.
///
/// @param checksums over everything that was read
record Extracted(
        ReadPlan plan,
        MetaColumnAppender meta,
        FileSeries series,
        List<Finished> files,
        List<ColumnChecksums.Checksum> checksums)
        implements AutoCloseable {
    Extracted {
        files = List.copyOf(files);
        checksums = List.copyOf(checksums);
    }

    @Override
    public void close() {
        series.close();
    }
}
