package dev.rivet.state;

import dev.rivet.encode.RowPrints;
import dev.rivet.journal.RunId;
import dev.rivet.plan.Edge;
import java.util.Optional;

/// Which rows of an export's margin were delivered: those that the next run reads again, to find
/// others that were committed late among them. What a run keeps counts once the watermark is
/// that run's, and until it is another's. Call it with the export's lease in hand.
public interface MarginStore {
    /// Keeps what a run has read of one chunk, in place of what it kept of it before. What other
    /// runs kept goes, but for the one that the watermark is of.
    void keep(String export, RunId run, int chunk, Margin margin);

    /// How many rows a run has kept of a chunk.
    long size(String export, RunId run, int chunk);

    /// Where the margin begins that the watermark's run kept; empty when it kept none that this
    /// version can read.
    Optional<Edge> start(String export);

    /// The rows of that margin.
    RowPrints rows(String export);

    /// Rows of a margin, each as often as it was there.
    ///
    /// @param start all rows from there on, up to the end of the run, are among them
    record Margin(Edge start, RowPrints rows) {}
}
