package dev.rivet.extract;

import dev.rivet.encode.RowPrints;
import dev.rivet.row.RowBatch;

/// What becomes of the rows of one read, before they are written. Thread-safe.
interface Sieve {
    /// Lets every row through, and remembers none.
    Sieve OPEN =
            new Sieve() {
                @Override
                public RowBatch sift(RowBatch read) {
                    return read;
                }

                @Override
                public RowPrints remembered() {
                    return new RowPrints();
                }
            };

    /// The rows that are to be delivered; the batch itself where that is all of them.
    RowBatch sift(RowBatch read);

    /// Of the rows that went by, delivered now or before, those that the next run may read again.
    RowPrints remembered();
}
