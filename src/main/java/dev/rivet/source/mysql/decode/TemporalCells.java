package dev.rivet.source.mysql.decode;

import dev.rivet.row.ColumnBuilder;
import dev.rivet.row.LogicalType;
import dev.rivet.source.mysql.type.SourceColumn;
import dev.rivet.source.mysql.wire.WireTemporal;
import java.nio.charset.StandardCharsets;

/// Dates, times and timestamps.
final class TemporalCells {
    private TemporalCells() {}

    static Cell of(SourceColumn source, CellSite site) {
        if (site.column().type() instanceof LogicalType.Text) {
            return text(source, (ColumnBuilder.Bytes) site.builder());
        }
        return switch (source.kind()) {
            case DATE -> date(site);
            case TIME -> time(source, site);
            default -> timestamp(source, site);
        };
    }

    private static Cell date(CellSite site) {
        var days = (ColumnBuilder.Ints) site.builder();
        return (in, at, length) -> {
            long day = WireTemporal.epochDay(in, at, length);
            if (day == WireTemporal.NOT_A_DATE) {
                site.noSuchDate(ascii(WireTemporal.dateText(in, at, length)));
                days.appendNull();
            } else {
                days.append((int) day);
            }
        };
    }

    private static Cell timestamp(SourceColumn source, CellSite site) {
        var values = (ColumnBuilder.Longs) site.builder();
        int digits = source.wire().decimals();
        return (in, at, length) -> {
            long micros = WireTemporal.micros(in, at, length);
            if (micros == WireTemporal.NOT_A_DATE) {
                site.noSuchDate(ascii(WireTemporal.datetimeText(in, at, length, digits)));
                values.appendNull();
            } else {
                values.append(micros);
            }
        };
    }

    private static Cell time(SourceColumn source, CellSite site) {
        var values = (ColumnBuilder.Longs) site.builder();
        if (site.column().type() instanceof LogicalType.Int64) {
            return (in, at, length) -> values.append(WireTemporal.durationMicros(in, at, length));
        }
        int digits = source.wire().decimals();
        return (in, at, length) -> {
            long micros = WireTemporal.durationMicros(in, at, length);
            if (micros < 0 || micros >= WireTemporal.MICROS_PER_DAY) {
                site.outside(ascii(WireTemporal.durationText(in, at, length, digits)), "text");
                values.appendNull();
            } else {
                values.append(micros);
            }
        };
    }

    private static Cell text(SourceColumn source, ColumnBuilder.Bytes values) {
        int digits = source.wire().decimals();
        return switch (source.kind()) {
            case DATE -> (in, at, length) -> values.append(WireTemporal.dateText(in, at, length));
            case TIME ->
                    (in, at, length) ->
                            values.append(WireTemporal.durationText(in, at, length, digits));
            default ->
                    (in, at, length) ->
                            values.append(WireTemporal.datetimeText(in, at, length, digits));
        };
    }

    static String ascii(byte[] text) {
        return new String(text, StandardCharsets.US_ASCII);
    }
}
