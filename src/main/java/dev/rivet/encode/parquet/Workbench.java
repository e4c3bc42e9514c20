package dev.rivet.encode.parquet;

/// What the columns of one encoder use in turn, one page at a time: memory, the file for what it
/// does not hold, and the compressor. Not thread-safe.
final class Workbench implements AutoCloseable {
    private final BlockPool pool;
    private final OverflowFile overflow;
    private final PageCompressor compressor;
    private final PageBuffer page = new PageBuffer();
    private int[] indices = new int[0];

    /// Owns the compressor.
    Workbench(int columns, PageRoom room, PageCompressor compressor) {
        this.pool = BlockPool.of(columns, room.memoryBytes());
        this.overflow = new OverflowFile(room.folder());
        this.compressor = compressor;
    }

    /// Memory for closed pages.
    BlockPool pool() {
        return pool;
    }

    /// Where closed pages go when there is no memory for them.
    OverflowFile overflow() {
        return overflow;
    }

    PageCompressor compressor() {
        return compressor;
    }

    /// The page that is being encoded.
    PageBuffer page() {
        return page;
    }

    /// Room for this many indices into a dictionary.
    int[] indices(int count) {
        boolean tooLong =
                indices.length > PageArrays.MAX_KEPT_VALUES && count <= PageArrays.MAX_KEPT_VALUES;
        if (tooLong || indices.length < count) {
            indices = new int[count];
        }
        return indices;
    }

    @Override
    public void close() {
        compressor.close();
        overflow.close();
    }
}
