package dev.rivet.source.mysql.wire;

import java.nio.charset.StandardCharsets;

/// Dates and times of the binary protocol: year, month, day as the server has them, so that zero
/// and partial dates can be told from real ones. A missing part is zero.
public final class WireTemporal {
    /// What [#epochDay] and [#micros] give for a date that is not in the calendar.
    public static final long NOT_A_DATE = Long.MIN_VALUE;

    public static final long MICROS_PER_SECOND = 1_000_000L;
    public static final long MICROS_PER_DAY = 86_400L * MICROS_PER_SECOND;

    private static final int DATE_BYTES = 4;
    private static final int SECONDS_BYTES = 7;
    private static final int MICROS_BYTES = 11;
    private static final int TIME_SECONDS_BYTES = 8;
    private static final int TIME_MICROS_BYTES = 12;
    private static final int MAX_FRACTION_DIGITS = 6;
    private static final int[] DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private WireTemporal() {}

    /// Days since 1970-01-01.
    public static long epochDay(byte[] in, int at, int length) {
        if (length < DATE_BYTES) {
            return NOT_A_DATE;
        }
        int year = LittleEndian.u16(in, at);
        int month = LittleEndian.u8(in, at + 2);
        int day = LittleEndian.u8(in, at + 3);
        return isDate(year, month, day) ? epochDay(year, month, day) : NOT_A_DATE;
    }

    /// Microseconds since 1970-01-01T00:00:00 of the same zone.
    public static long micros(byte[] in, int at, int length) {
        long epochDay = epochDay(in, at, length);
        if (epochDay == NOT_A_DATE) {
            return NOT_A_DATE;
        }
        long seconds = 0;
        long micros = 0;
        if (length >= SECONDS_BYTES) {
            int hour = LittleEndian.u8(in, at + 4);
            int minute = LittleEndian.u8(in, at + 5);
            seconds = hour * 3600L + minute * 60L + LittleEndian.u8(in, at + 6);
        }
        if (length >= MICROS_BYTES) {
            micros = LittleEndian.u32(in, at + 7);
        }
        return epochDay * MICROS_PER_DAY + seconds * MICROS_PER_SECOND + micros;
    }

    /// Microseconds of a TIME, which is a signed duration.
    public static long durationMicros(byte[] in, int at, int length) {
        if (length < TIME_SECONDS_BYTES) {
            return 0;
        }
        long days = LittleEndian.u32(in, at + 1);
        int hour = LittleEndian.u8(in, at + 5);
        int minute = LittleEndian.u8(in, at + 6);
        long seconds = days * 86_400 + hour * 3600L + minute * 60L + LittleEndian.u8(in, at + 7);
        long micros = length >= TIME_MICROS_BYTES ? LittleEndian.u32(in, at + 8) : 0;
        long absolute = seconds * MICROS_PER_SECOND + micros;
        return in[at] == 0 ? absolute : -absolute;
    }

    private static boolean isDate(int year, int month, int day) {
        if (month < 1 || month > 12 || day < 1) {
            return false;
        }
        boolean leapDay = month == 2 && day == 29 && isLeap(year);
        return leapDay || day <= DAYS[month - 1];
    }

    private static boolean isLeap(int year) {
        return (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    /// Days since 1970-01-01 of a date of the proleptic Gregorian calendar, years 0 to 9999.
    private static long epochDay(int year, int month, int day) {
        long marchYear = month <= 2 ? year - 1L : year;
        long era = Math.floorDiv(marchYear, 400);
        long yearOfEra = marchYear - era * 400;
        long dayOfYear = (153L * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        long dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146_097 + dayOfEra - 719_468;
    }

    /// `2024-01-31`, also when it is no real date.
    public static byte[] dateText(byte[] in, int at, int length) {
        StringBuilder text = new StringBuilder(10);
        appendDate(text, in, at, length);
        return bytes(text);
    }

    /// `2024-01-31 23:59:59.000001`, with the column's number of fraction digits.
    public static byte[] datetimeText(byte[] in, int at, int length, int fractionDigits) {
        StringBuilder text = new StringBuilder(26);
        appendDate(text, in, at, length);
        boolean clock = length >= SECONDS_BYTES;
        text.append(' ');
        appendPadded(text, clock ? LittleEndian.u8(in, at + 4) : 0, 2);
        text.append(':');
        appendPadded(text, clock ? LittleEndian.u8(in, at + 5) : 0, 2);
        text.append(':');
        appendPadded(text, clock ? LittleEndian.u8(in, at + 6) : 0, 2);
        long micros = length >= MICROS_BYTES ? LittleEndian.u32(in, at + 7) : 0;
        appendFraction(text, micros, fractionDigits);
        return bytes(text);
    }

    /// `-838:59:59.000000`, with the column's number of fraction digits.
    public static byte[] durationText(byte[] in, int at, int length, int fractionDigits) {
        long micros = durationMicros(in, at, length);
        long absolute = Math.abs(micros);
        long seconds = absolute / MICROS_PER_SECOND;
        StringBuilder text = new StringBuilder(17);
        if (micros < 0) {
            text.append('-');
        }
        appendPadded(text, (int) (seconds / 3600), 2);
        text.append(':');
        appendPadded(text, (int) (seconds / 60 % 60), 2);
        text.append(':');
        appendPadded(text, (int) (seconds % 60), 2);
        appendFraction(text, absolute % MICROS_PER_SECOND, fractionDigits);
        return bytes(text);
    }

    private static void appendDate(StringBuilder text, byte[] in, int at, int length) {
        boolean date = length >= DATE_BYTES;
        appendPadded(text, date ? LittleEndian.u16(in, at) : 0, 4);
        text.append('-');
        appendPadded(text, date ? LittleEndian.u8(in, at + 2) : 0, 2);
        text.append('-');
        appendPadded(text, date ? LittleEndian.u8(in, at + 3) : 0, 2);
    }

    private static void appendFraction(StringBuilder text, long micros, int digits) {
        int shown = digits > MAX_FRACTION_DIGITS ? (micros == 0 ? 0 : MAX_FRACTION_DIGITS) : digits;
        if (shown > 0) {
            text.append('.');
            int start = text.length();
            appendPadded(text, (int) micros, MAX_FRACTION_DIGITS);
            text.setLength(start + shown);
        }
    }

    private static void appendPadded(StringBuilder text, int value, int width) {
        int start = text.length();
        text.append(value);
        for (int missing = width - (text.length() - start); missing > 0; missing--) {
            text.insert(start, '0');
        }
    }

    private static byte[] bytes(StringBuilder text) {
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
