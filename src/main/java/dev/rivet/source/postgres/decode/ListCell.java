package dev.rivet.source.postgres.decode;

import dev.rivet.row.ListBuilder;
import dev.rivet.source.postgres.type.Misfits;
import dev.rivet.source.postgres.type.WireType;
import io.netty.buffer.ByteBuf;

/// One-dimensional arrays. On the wire: number of dimensions, a flag, the elements' type, for each
/// dimension its length and lower bound (32 bits each), then the elements, each after its length.
final class ListCell implements Cell {
    private static final int EMPTY_BYTES = 3 * Integer.BYTES;
    private static final int LENGTH_AT = 3 * Integer.BYTES;
    private static final int BOUND_AT = 4 * Integer.BYTES;
    private static final int ELEMENTS_AT = 5 * Integer.BYTES;

    private final ListBuilder builder;
    private final Cell element;
    private final WireType wire;
    private final Misfits misfits;

    /// @param wire how an element comes
    ListCell(ListBuilder builder, Cell element, WireType wire, Misfits misfits) {
        this.builder = builder;
        this.element = element;
        this.wire = wire;
        this.misfits = misfits;
    }

    @Override
    public void append(ByteBuf in, int from, int length) {
        int dimensions = length < EMPTY_BYTES ? 0 : in.getInt(from);
        if (dimensions > 1) {
            throw misfits.refuseArray(dimensions);
        }
        if (dimensions == 0) {
            Widths.check(length, EMPTY_BYTES);
        } else {
            int lowerBound = in.getInt(from + BOUND_AT);
            if (lowerBound != 1) {
                misfits.rebase(lowerBound);
            }
            appendElements(in, from, length);
        }
        builder.endList();
    }

    private void appendElements(ByteBuf in, int from, int length) {
        int count = in.getInt(from + LENGTH_AT);
        int at = from + ELEMENTS_AT;
        for (int i = 0; i < count; i++) {
            int bytes = in.getInt(at);
            at += Integer.BYTES;
            if (bytes < 0) {
                builder.elements().appendNull();
            } else {
                Widths.check(bytes, wire);
                element.append(in, at, bytes);
                at += bytes;
            }
        }
        Widths.check(length, at - from);
    }
}
