package dev.rivet.encode.parquet;

import dev.rivet.row.ColumnVector;
import dev.rivet.row.NullMask;
import java.util.Arrays;

/// The levels of a column's open page: which of its places hold a value, and in a list where the
/// lists begin. As long as a page of a column that is no list has no NULL, only its length is
/// kept. Not thread-safe.
final class PageLevels {
    private static final int EMPTY_LIST = 1;
    private static final int NULL_ELEMENT = 2;

    private final int maxDefinition;
    private final int maxRepetition;
    private int[] definition = new int[0];
    private int[] repetition = new int[0];
    private int count;
    private int kept;

    PageLevels(int maxDefinition, int maxRepetition) {
        this.maxDefinition = maxDefinition;
        this.maxRepetition = maxRepetition;
    }

    /// Places, with and without a value.
    int count() {
        return count;
    }

    /// Size while the page is open, roughly what it takes in the file.
    long bytes() {
        return (long) count * (maxDefinition + maxRepetition) / Byte.SIZE;
    }

    void append(NullMask nulls, int from, int to) {
        if (maxDefinition == 0 && nulls.nullCount() > 0) {
            throw new IllegalArgumentException("NULL in a column that has none");
        }
        if (nulls.nullCount() > 0) {
            materialize();
            definition = PageArrays.room(definition, count, to - from);
            for (int i = from; i < to; i++) {
                definition[kept++] = nulls.isNull(i) ? 0 : 1;
            }
        }
        count += to - from;
        if (kept > 0 && kept < count) {
            materialize();
        }
    }

    /// Writes out the values that were only counted.
    private void materialize() {
        definition = PageArrays.room(definition, kept, count - kept);
        Arrays.fill(definition, kept, count, maxDefinition);
        kept = count;
    }

    void append(ColumnVector.Lists lists, int from, int to) {
        int[] offsets = lists.offsets();
        int most = Math.addExact(to - from, offsets[to] - offsets[from]);
        definition = PageArrays.room(definition, count, most);
        repetition = PageArrays.room(repetition, count, most);
        NullMask nullElements = lists.elements().nulls();
        for (int i = from; i < to; i++) {
            if (offsets[i] == offsets[i + 1]) {
                put(0, lists.nulls().isNull(i) ? 0 : EMPTY_LIST);
            }
            for (int j = offsets[i]; j < offsets[i + 1]; j++) {
                put(j == offsets[i] ? 0 : 1, nullElements.isNull(j) ? NULL_ELEMENT : maxDefinition);
            }
        }
        kept = count;
    }

    private void put(int repetitionLevel, int definitionLevel) {
        repetition[count] = repetitionLevel;
        definition[count++] = definitionLevel;
    }

    void write(PageBuffer out) {
        if (maxRepetition > 0) {
            write(repetition, maxRepetition, out);
        }
        if (kept > 0) {
            write(definition, maxDefinition, out);
        } else if (maxDefinition > 0) {
            int lengthAt = out.reserve(Integer.BYTES);
            RunLengths.putRun(maxDefinition, count, RunLengths.width(maxDefinition), out);
            out.setInt(lengthAt, out.length() - lengthAt - Integer.BYTES);
        }
    }

    private void write(int[] levels, int largest, PageBuffer out) {
        int lengthAt = out.reserve(Integer.BYTES);
        RunLengths.write(levels, count, RunLengths.width(largest), out);
        out.setInt(lengthAt, out.length() - lengthAt - Integer.BYTES);
    }

    void clear() {
        count = 0;
        kept = 0;
        if (definition.length > PageArrays.MAX_KEPT_VALUES) {
            definition = new int[0];
            repetition = new int[0];
        }
    }
}
