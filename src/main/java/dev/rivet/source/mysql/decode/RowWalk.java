package dev.rivet.source.mysql.decode;

import dev.rivet.row.LogicalType;
import dev.rivet.row.RowSchema;
import dev.rivet.row.Storage;
import dev.rivet.source.mysql.wire.Lenenc;
import dev.rivet.source.mysql.wire.WireColumn;
import java.util.Arrays;
import java.util.List;

/// The first pass over binary rows: finds each field's place. Event loop.
final class RowWalk {
    /// What [#add] says of a row that it does not let through.
    static final int REFUSED = -1;

    private static final int NULL_BITMAP_OFFSET = 2;
    private static final int LONGEST_SHORT = 0xFA;

    private final RowBlock block;
    private final long longest;
    private final int bitmapBytes;
    private final int[] fixedBytes;

    /// All bits set for a column whose values are held as bytes, else none.
    private final int[] heldAsBytes;

    private final int heldPerRow;

    /// @param columns as the statement brings them, those of the schema first
    /// @param longest bytes of the longest value that is let through
    RowWalk(List<WireColumn> columns, RowSchema schema, RowBlock block, long longest) {
        this.block = block;
        this.longest = longest;
        this.bitmapBytes = (columns.size() + NULL_BITMAP_OFFSET + 7) / 8;
        this.fixedBytes = columns.stream().mapToInt(each -> each.type().fixedBytes()).toArray();
        this.heldAsBytes =
                Arrays.copyOf(
                        schema.columns().stream()
                                .mapToInt(each -> each.type().storage() == Storage.BYTES ? -1 : 0)
                                .toArray(),
                        fixedBytes.length);
        this.heldPerRow = schema.columns().stream().mapToInt(each -> held(each.type())).sum();
    }

    private static int held(LogicalType type) {
        return switch (type.storage()) {
            case BOOLEAN -> 1;
            case INT, FLOAT, BYTES -> Integer.BYTES;
            case LONG, DOUBLE -> Long.BYTES;
            case FIXED -> type.fixedWidth();
            case LIST -> throw new IllegalStateException("a list");
        };
    }

    /// Adds the row `data[row] .. data[end]` to the block.
    ///
    /// @return about how many bytes a batch holds for it; [#REFUSED], with no row added, when a
    ///     value is too long or the row does not add up
    int add(byte[] data, int row, int end) {
        int bitmap = row + 1;
        int at = bitmap + bitmapBytes;
        int[] places = block.places();
        int[] lengths = block.lengths();
        int slot = block.rows();
        int held = heldPerRow;
        for (int i = 0; i < fixedBytes.length; i++) {
            int bit = i + NULL_BITMAP_OFFSET;
            int length = 0;
            int place = RowBlock.NULL;
            if ((data[bitmap + (bit >> 3)] >> (bit & 7) & 1) == 0) {
                length = fixedBytes[i];
                if (length == 0 && at < end) {
                    int first = data[at] & 0xFF;
                    length = first <= LONGEST_SHORT ? first : longLength(data, at, end);
                    at += first <= LONGEST_SHORT ? 1 : Lenenc.size(first);
                }
                if (length < 0 || length > longest || length > end - at) {
                    return REFUSED;
                }
                place = at;
                at += length;
                held += length & heldAsBytes[i];
            }
            places[slot] = place;
            lengths[slot] = length;
            slot += RowBlock.STRIDE;
        }
        if (at != end) {
            return REFUSED;
        }
        block.endRow(row, end);
        return held;
    }

    /// A length that takes more than one byte; -1 when it cannot be.
    private static int longLength(byte[] data, int at, int end) {
        if (at + Lenenc.size(data[at] & 0xFF) > end) {
            return -1;
        }
        long length = Lenenc.get(data, at);
        return length < 0 || length > Integer.MAX_VALUE ? -1 : (int) length;
    }
}
