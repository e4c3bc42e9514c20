package dev.rivet.encode.parquet;

/// What the columns of one encoder use in turn, one page at a time: memory and the compressor. Not
/// thread-safe.
final class Workbench {
    private final BlockPool pool = new BlockPool();
    private final PageCompressor compressor;
    private final PageBuffer page = new PageBuffer();
    private int[] indices = new int[0];

    /// Does not own the compressor.
    Workbench(PageCompressor compressor) {
        this.compressor = compressor;
    }

    /// Memory for closed pages.
    BlockPool pool() {
        return pool;
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
}
