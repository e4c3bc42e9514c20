package dev.rivet.source.mysql.decode;

import dev.rivet.row.ColumnBuilder;
import dev.rivet.row.LogicalType;

/// Decimals of up to 18 digits. Almost all come as the server writes a column of that scale: an
/// optional minus, digits, and exactly so many digits after the point. Others take the long way.
final class DecimalLoop implements ColumnLoop {
    private static final long UNUSUAL = Long.MIN_VALUE;

    private final ColumnBuilder.Longs builder;
    private final int precision;
    private final int scale;
    private final DecimalCells.Unscaled exactly;

    DecimalLoop(LogicalType.Decimal decimal, CellSite site) {
        this.builder = (ColumnBuilder.Longs) site.builder();
        this.precision = decimal.precision();
        this.scale = decimal.scale();
        this.exactly = DecimalCells.unscaled(decimal, site);
    }

    @Override
    public void append(RowBlock block, int base) {
        int rows = block.rows();
        int[] places = block.places();
        byte[] data = block.data();
        long[] values = builder.room(rows);
        int first = builder.length();
        for (int i = 0; i < rows; i++) {
            int at = places[base + i];
            if (at == RowBlock.NULL) {
                builder.nulls().mark(first + i);
            } else {
                int end = at + block.lengths()[base + i];
                long value = usual(data, at, end);
                values[first + i] = value == UNUSUAL ? exactly.of(data, at, end) : value;
            }
        }
        builder.filled(rows);
    }

    /// The value of a text in the server's own form, or [#UNUSUAL].
    private long usual(byte[] text, int from, int end) {
        boolean negative = from < end && text[from] == '-';
        int at = negative ? from + 1 : from;
        int point = scale == 0 ? end : end - scale - 1;
        int digits = end - at - (scale == 0 ? 0 : 1);
        if (scale < 0 || point <= at || digits > precision) {
            return UNUSUAL;
        }
        if (scale > 0 && text[point] != '.') {
            return UNUSUAL;
        }
        long value = 0;
        int strange = 0;
        for (int i = at; i < point; i++) {
            int digit = text[i] - '0';
            strange |= digit | 9 - digit;
            value = value * 10 + digit;
        }
        for (int i = point + 1; i < end; i++) {
            int digit = text[i] - '0';
            strange |= digit | 9 - digit;
            value = value * 10 + digit;
        }
        if (strange < 0) {
            return UNUSUAL;
        }
        return negative ? -value : value;
    }
}
