package dev.rivet.source.mysql.decode;

import dev.rivet.row.ColumnBuilder;
import dev.rivet.row.LogicalType;
import dev.rivet.source.mysql.type.SourceColumn;
import dev.rivet.source.mysql.wire.LittleEndian;

/// Chooses how the values of a column are decoded.
final class Cells {
    private Cells() {}

    /// The decoder for values of this column.
    ///
    /// @param source the column, as the running statement defines it
    static Cell of(SourceColumn source, CellSite site) {
        return switch (source.kind()) {
            case TINY_BOOLEAN, INTEGER, YEAR -> IntegerCells.of(source.wire(), site);
            case BITS -> IntegerCells.ofBits(source.bits(), site);
            case DECIMAL -> DecimalCells.of(site);
            case FLOAT -> ofFloat(site);
            case DOUBLE -> ofDouble(site);
            case DATE, DATETIME, TIMESTAMP, TIME -> TemporalCells.of(source, site);
            case TEXT, BYTES, LABEL, JSON, UUID_TEXT, ADDRESS_TEXT -> TextCells.of(source, site);
            case GEOMETRY, UNTYPED, UNKNOWN ->
                    throw new IllegalStateException(source.nativeType() + " was mapped");
        };
    }

    private static Cell ofFloat(CellSite site) {
        if (site.column().type() instanceof LogicalType.Float64) {
            var doubles = (ColumnBuilder.Doubles) site.builder();
            return (in, at, length) -> doubles.append(LittleEndian.f32(in, at));
        }
        var floats = (ColumnBuilder.Floats) site.builder();
        return (in, at, length) -> floats.append(LittleEndian.f32(in, at));
    }

    private static Cell ofDouble(CellSite site) {
        var doubles = (ColumnBuilder.Doubles) site.builder();
        return (in, at, length) -> doubles.append(LittleEndian.f64(in, at));
    }
}
