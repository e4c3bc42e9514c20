package dev.rivet.encode.csv;

import dev.rivet.row.ColumnVector;
import java.time.LocalDate;

/// Dates and times in ISO 8601, with six fraction digits. Years before 0000 have a sign, those
/// after 9999 too: year 0000 is 1 BC.
final class TemporalCells {
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;
    private static final int MAX_PLAIN_YEAR = 9_999;

    private TemporalCells() {}

    static void writeDate(ColumnVector column, int row, FieldBuffer out) {
        putDate(((ColumnVector.Ints) column).values()[row], out);
    }

    /// Times may be negative and longer than a day: MySQL's are durations.
    static void writeTime(ColumnVector column, int row, FieldBuffer out) {
        long micros = longAt(column, row);
        if (micros < 0) {
            out.put('-');
        }
        putTime(Math.absExact(micros), out);
    }

    static void writeTimestamp(ColumnVector column, int row, FieldBuffer out) {
        long micros = longAt(column, row);
        putDate(Math.floorDiv(micros, MICROS_PER_DAY), out);
        out.put('T');
        putTime(Math.floorMod(micros, MICROS_PER_DAY), out);
    }

    static void writeInstant(ColumnVector column, int row, FieldBuffer out) {
        writeTimestamp(column, row, out);
        out.put('Z');
    }

    private static long longAt(ColumnVector column, int row) {
        return ((ColumnVector.Longs) column).values()[row];
    }

    private static void putDate(long epochDay, FieldBuffer out) {
        LocalDate date = LocalDate.ofEpochDay(epochDay);
        int year = date.getYear();
        if (year < 0) {
            out.put('-');
        } else if (year > MAX_PLAIN_YEAR) {
            out.put('+');
        }
        out.putMagnitude(year, 4);
        out.put('-');
        out.putMagnitude(date.getMonthValue(), 2);
        out.put('-');
        out.putMagnitude(date.getDayOfMonth(), 2);
    }

    private static void putTime(long micros, FieldBuffer out) {
        long seconds = micros / MICROS_PER_SECOND;
        out.putMagnitude(seconds / 3600, 2);
        out.put(':');
        out.putMagnitude(seconds / 60 % 60, 2);
        out.put(':');
        out.putMagnitude(seconds % 60, 2);
        out.put('.');
        out.putMagnitude(micros % MICROS_PER_SECOND, 6);
    }
}
