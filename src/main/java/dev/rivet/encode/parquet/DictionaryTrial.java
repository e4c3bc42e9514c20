package dev.rivet.encode.parquet;

import org.jspecify.annotations.Nullable;

/// Whether a column chunk has a dictionary. That is tried on its first page: given up when a
/// sample hardly repeats, or when the page does not become smaller. A dictionary that is full
/// later on serves the pages before it. After a trial that failed on enough values, the next chunks
/// do without. Not thread-safe.
final class DictionaryTrial {
    private static final int SAMPLE = 4096;

    /// Chunks from one trial that failed to the next: the values may have changed.
    private static final int CHUNKS_PER_TRIAL = 8;

    private enum State {
        OPEN,
        PAYS,
        OVER
    }

    private final PageValues values;
    private final @Nullable ColumnDictionary dictionary;
    private State state;
    private int chunksWithout;

    DictionaryTrial(PageValues values) {
        this.values = values;
        this.dictionary = values.dictionary();
        this.state = dictionary == null ? State.OVER : State.OPEN;
    }

    /// Whether some page of the chunk uses the dictionary.
    boolean isUsed() {
        return dictionary != null && dictionary.entries() > 0;
    }

    /// Whether the first page has shown that the dictionary pays.
    boolean isDecided() {
        return state == State.PAYS;
    }

    /// Memory that the entries take.
    long bytes() {
        return dictionary == null ? 0 : dictionary.bytes();
    }

    int entries() {
        return dictionary == null ? 0 : dictionary.entries();
    }

    void writePlain(PageBuffer out) {
        if (dictionary != null) {
            dictionary.writePlain(out);
        }
    }

    /// Replaces the page's values by indices.
    ///
    /// @return false when the page has to do without
    boolean index(int[] indices) {
        if (state == State.OVER || dictionary == null) {
            return false;
        }
        int before = dictionary.entries();
        int sample = state == State.OPEN ? Math.min(SAMPLE, values.count()) : 0;
        if (!values.index(0, sample, indices)
                || hardlyRepeats(sample)
                || !values.index(sample, values.count(), indices)) {
            giveUp(before);
            return false;
        }
        return true;
    }

    private boolean hardlyRepeats(int sample) {
        return sample == SAMPLE && entries() > SAMPLE / 2;
    }

    /// Decides on the first page.
    ///
    /// @param bytes of the page by indices
    /// @param otherwise bytes of the page without a dictionary
    void decide(long bytes, long otherwise) {
        if (bytes + bytes() < otherwise) {
            state = State.PAYS;
        } else {
            giveUp(0);
        }
    }

    private void giveUp(int kept) {
        if (state == State.OPEN && values.count() >= SAMPLE) {
            chunksWithout = CHUNKS_PER_TRIAL;
        }
        state = State.OVER;
        if (dictionary != null) {
            dictionary.cut(kept);
        }
    }

    void endChunk() {
        if (dictionary != null) {
            dictionary.clear();
            chunksWithout = Math.max(0, chunksWithout - 1);
            state = chunksWithout == 0 ? State.OPEN : State.OVER;
        }
    }
}
