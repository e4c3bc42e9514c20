package dev.rivet.encode.parquet;

/// What the columns of one encoder use in turn, one page at a time. Not thread-safe.
final class SharedBuffers {
    private final PageBuffer page = new PageBuffer();
    private int[] indices = new int[0];

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
