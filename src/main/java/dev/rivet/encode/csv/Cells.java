package dev.rivet.encode.csv;

import dev.rivet.config.CsvBinary;
import dev.rivet.row.ColumnVector;
import dev.rivet.row.LogicalType;

/// How the values of one column look in CSV. Not thread-safe.
interface Cells {
    /// Writes one value that is not NULL.
    void write(ColumnVector column, int row, FieldBuffer out);

    /// Those of a column of this type.
    ///
    /// @param binary how binary values look
    static Cells of(LogicalType type, CsvBinary binary) {
        return switch (type) {
            case LogicalType.Bool() -> Cells::writeBoolean;
            case LogicalType.Int16(), LogicalType.Int32() -> Cells::writeInt;
            case LogicalType.Int64() -> Cells::writeLong;
            case LogicalType.UInt64() -> Cells::writeUnsigned;
            case LogicalType.Float32() -> FloatCells.floats();
            case LogicalType.Float64() -> FloatCells.doubles();
            case LogicalType.Decimal decimal -> DecimalCells.of(decimal);
            case LogicalType.Date() -> TemporalCells::writeDate;
            case LogicalType.Time() -> TemporalCells::writeTime;
            case LogicalType.Timestamp() -> TemporalCells::writeTimestamp;
            case LogicalType.TimestampTz() -> TemporalCells::writeInstant;
            case LogicalType.Text(),
                    LogicalType.Json(),
                    LogicalType.Label(),
                    LogicalType.Interval() ->
                    TextCells::write;
            case LogicalType.Binary() -> BinaryCells.of(binary);
            case LogicalType.Uuid() -> HexCells::writeUuid;
            case LogicalType.ListOf list ->
                    throw new IllegalArgumentException("not in CSV: " + list.label());
        };
    }

    private static void writeBoolean(ColumnVector column, int row, FieldBuffer out) {
        out.putAscii(((ColumnVector.Booleans) column).values()[row] == 0 ? "false" : "true");
    }

    private static void writeInt(ColumnVector column, int row, FieldBuffer out) {
        out.putLong(((ColumnVector.Ints) column).values()[row]);
    }

    private static void writeLong(ColumnVector column, int row, FieldBuffer out) {
        out.putLong(((ColumnVector.Longs) column).values()[row]);
    }

    private static void writeUnsigned(ColumnVector column, int row, FieldBuffer out) {
        long value = ((ColumnVector.Longs) column).values()[row];
        if (value < 0) {
            out.putLong(Long.divideUnsigned(value, 10));
            out.putLong(Long.remainderUnsigned(value, 10));
        } else {
            out.putLong(value);
        }
    }
}
