package dev.rivet.source.mysql.decode;

import dev.rivet.row.ByteRuns;
import dev.rivet.row.ColumnBuilder;

/// Text and binary values, copied as they are.
final class ByteLoops {
    private ByteLoops() {}

    static ColumnLoop binary(ColumnBuilder.Bytes builder) {
        return (block, base) -> copy(block, base, builder);
    }

    static ColumnLoop text(CellSite site) {
        var builder = (ColumnBuilder.Bytes) site.builder();
        return (block, base) -> {
            int first = builder.length();
            copy(block, base, builder);
            check(builder, first, block.rows(), site);
        };
    }

    private static void copy(RowBlock block, int base, ColumnBuilder.Bytes builder) {
        int rows = block.rows();
        int[] places = block.places();
        int[] lengths = block.lengths();
        byte[] data = block.data();
        long bytes = 0;
        for (int i = base; i < base + rows; i++) {
            bytes += lengths[i];
        }
        byte[] target = builder.dataRoom(bytes);
        int[] ends = builder.room(rows);
        int first = builder.length();
        int end = ends[first];
        for (int i = 0; i < rows; i++) {
            int at = places[base + i];
            if (at == RowBlock.NULL) {
                builder.nulls().mark(first + i);
            } else {
                int length = lengths[base + i];
                ByteRuns.copy(data, at, target, end, length);
                end += length;
            }
            ends[first + i + 1] = end;
        }
        builder.filled(rows);
    }

    /// Looks at all values in one go; only where one is not ASCII, at each.
    private static void check(ColumnBuilder.Bytes builder, int first, int rows, CellSite site) {
        byte[] bytes = builder.data();
        int[] ends = builder.room(0);
        if (Utf8.isAscii(bytes, ends[first], ends[first + rows])) {
            return;
        }
        for (int i = first; i < first + rows; i++) {
            if (!Utf8.isValid(bytes, ends[i], ends[i + 1])) {
                throw TextCells.notUtf8(site);
            }
        }
    }
}
