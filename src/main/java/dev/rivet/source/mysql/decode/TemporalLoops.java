package dev.rivet.source.mysql.decode;

import dev.rivet.row.ColumnBuilder;
import dev.rivet.source.mysql.type.SourceColumn;
import dev.rivet.source.mysql.wire.WireTemporal;

/// Dates and timestamps.
final class TemporalLoops {
    private TemporalLoops() {}

    static ColumnLoop dates(CellSite site) {
        var builder = (ColumnBuilder.Ints) site.builder();
        return (block, base) -> {
            int rows = block.rows();
            int[] places = block.places();
            int[] lengths = block.lengths();
            byte[] data = block.data();
            int[] values = builder.room(rows);
            int first = builder.length();
            for (int i = 0; i < rows; i++) {
                int at = places[base + i];
                if (at == RowBlock.NULL) {
                    builder.nulls().mark(first + i);
                } else {
                    int length = lengths[base + i];
                    long day = WireTemporal.epochDay(data, at, length);
                    values[first + i] = (int) day;
                    if (day == WireTemporal.NOT_A_DATE) {
                        site.noSuchDate(
                                TemporalCells.ascii(WireTemporal.dateText(data, at, length)));
                        builder.nulls().mark(first + i);
                    }
                }
            }
            builder.filled(rows);
        };
    }

    static ColumnLoop timestamps(SourceColumn source, CellSite site) {
        var builder = (ColumnBuilder.Longs) site.builder();
        int digits = source.wire().decimals();
        return (block, base) -> {
            int rows = block.rows();
            int[] places = block.places();
            int[] lengths = block.lengths();
            byte[] data = block.data();
            long[] values = builder.room(rows);
            int first = builder.length();
            for (int i = 0; i < rows; i++) {
                int at = places[base + i];
                if (at == RowBlock.NULL) {
                    builder.nulls().mark(first + i);
                } else {
                    int length = lengths[base + i];
                    long micros = WireTemporal.micros(data, at, length);
                    values[first + i] = micros;
                    if (micros == WireTemporal.NOT_A_DATE) {
                        site.noSuchDate(
                                TemporalCells.ascii(
                                        WireTemporal.datetimeText(data, at, length, digits)));
                        builder.nulls().mark(first + i);
                    }
                }
            }
            builder.filled(rows);
        };
    }
}
