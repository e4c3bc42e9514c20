package dev.rivet.row;

import java.util.Arrays;

/// Fills lists. Append elements to [#elements()], then call [#endList()].
public final class ListBuilder implements ColumnBuilder {
    private final ColumnBuilder elements;
    private int[] offsets = new int[FIRST_CAPACITY];
    private int length;
    private final NullMarks nulls = new NullMarks();

    ListBuilder(ColumnBuilder elements) {
        this.elements = elements;
    }

    public ColumnBuilder elements() {
        return elements;
    }

    /// Ends a list of all elements that were appended since the last one ended.
    public void endList() {
        if (length + 1 == offsets.length) {
            offsets =
                    Arrays.copyOf(
                            offsets,
                            ColumnBuilder.grown(offsets.length, length + 2L, FIRST_CAPACITY));
        }
        offsets[++length] = elements.length();
    }

    @Override
    public void appendNull() {
        nulls.mark(length);
        endList();
    }

    @Override
    public NullMarks nulls() {
        return nulls;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public long bytes() {
        return elements.bytes() + (length + 1L) * Integer.BYTES + nulls.bytes();
    }

    @Override
    public ColumnVector build() {
        var vector = new ColumnVector.Lists(length, nulls.build(length), offsets, elements.build());
        offsets = new int[FIRST_CAPACITY];
        length = 0;
        return vector;
    }

    @Override
    public void reuse(ColumnVector vector) {
        ColumnVector.Lists lists = (ColumnVector.Lists) vector;
        offsets = lists.offsets();
        elements.reuse(lists.elements());
    }
}
