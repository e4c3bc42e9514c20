package dev.rivet.source.mysql.decode;

import dev.rivet.row.ColumnBuilder;
import dev.rivet.row.LogicalType;
import dev.rivet.source.mysql.type.SourceColumn;
import dev.rivet.source.mysql.wire.WireInteger;
import java.util.Optional;

/// Chooses the loop that decodes a column. Whatever has none of its own is decoded cell by cell.
final class ColumnLoops {
    private ColumnLoops() {}

    /// @param source the column, as the running statement defines it
    static ColumnLoop of(SourceColumn source, CellSite site) {
        return own(source, site).orElseGet(() -> ColumnLoop.over(Cells.of(source, site), site));
    }

    private static Optional<ColumnLoop> own(SourceColumn source, CellSite site) {
        return switch (source.kind()) {
            case TINY_BOOLEAN, INTEGER, YEAR ->
                    NumberLoops.integers(WireInteger.of(source.wire()), site);
            case FLOAT ->
                    site.builder() instanceof ColumnBuilder.Floats floats
                            ? Optional.of(NumberLoops.floats(floats))
                            : Optional.empty();
            case DOUBLE -> Optional.of(NumberLoops.doubles((ColumnBuilder.Doubles) site.builder()));
            case DECIMAL -> decimal(site);
            case DATE ->
                    site.column().type() instanceof LogicalType.Date
                            ? Optional.of(TemporalLoops.dates(site))
                            : Optional.empty();
            case DATETIME, TIMESTAMP ->
                    site.builder() instanceof ColumnBuilder.Longs
                            ? Optional.of(TemporalLoops.timestamps(source, site))
                            : Optional.empty();
            case TEXT, BYTES, LABEL, JSON, ADDRESS_TEXT -> bytes(site);
            case BITS, TIME, UUID_TEXT, GEOMETRY, UNTYPED, UNKNOWN -> Optional.empty();
        };
    }

    private static Optional<ColumnLoop> decimal(CellSite site) {
        return site.column().type() instanceof LogicalType.Decimal type
                        && site.builder() instanceof ColumnBuilder.Longs
                ? Optional.of(new DecimalLoop(type, site))
                : Optional.empty();
    }

    private static Optional<ColumnLoop> bytes(CellSite site) {
        if (!(site.builder() instanceof ColumnBuilder.Bytes bytes)) {
            return Optional.empty();
        }
        return Optional.of(
                site.column().type() instanceof LogicalType.Binary
                        ? ByteLoops.binary(bytes)
                        : ByteLoops.text(site));
    }
}
