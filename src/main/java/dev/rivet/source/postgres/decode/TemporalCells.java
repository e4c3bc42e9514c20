package dev.rivet.source.postgres.decode;

import dev.rivet.row.ColumnBuilder;
import dev.rivet.row.LogicalType;
import dev.rivet.source.postgres.type.Misfits;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/// Dates, times and intervals. PostgreSQL counts from 2000-01-01, rivet from 1970-01-01.
final class TemporalCells {
    private static final int DAYS_1970_TO_2000 = 10_957;
    private static final long MICROS_1970_TO_2000 = DAYS_1970_TO_2000 * 86_400_000_000L;
    private static final long MICROS_OF_DAY = 86_400_000_000L;

    private TemporalCells() {}

    static Cell date(ColumnBuilder.Ints builder, Misfits misfits) {
        return (in, from, length) -> {
            int days = in.getInt(from);
            if (days == Integer.MAX_VALUE || days == Integer.MIN_VALUE) {
                misfits.replace(builder, infinity(days > 0));
            } else {
                builder.append(days + DAYS_1970_TO_2000);
            }
        };
    }

    static Cell time(ColumnBuilder.Longs builder, Misfits misfits) {
        return (in, from, length) -> {
            long micros = in.getLong(from);
            if (micros >= MICROS_OF_DAY) {
                misfits.replace(builder, "24:00:00");
            } else {
                builder.append(micros);
            }
        };
    }

    static Cell timestamp(ColumnBuilder.Longs builder, Misfits misfits) {
        return (in, from, length) -> {
            long micros = in.getLong(from);
            if (micros == Long.MAX_VALUE || micros == Long.MIN_VALUE) {
                misfits.replace(builder, infinity(micros > 0));
            } else if (micros > Long.MAX_VALUE - MICROS_1970_TO_2000) {
                misfits.replace(builder, timestampText(micros));
            } else {
                builder.append(micros + MICROS_1970_TO_2000);
            }
        };
    }

    private static String timestampText(long micros) {
        return LocalDateTime.ofEpochSecond(
                        Math.floorDiv(micros, 1_000_000L) + MICROS_1970_TO_2000 / 1_000_000L,
                        (int) Math.floorMod(micros, 1_000_000L) * 1_000,
                        ZoneOffset.UTC)
                .toString();
    }

    /// ISO 8601 durations; infinite ones have a place only in a text column.
    static Cell interval(ColumnBuilder.Bytes builder, LogicalType type, Misfits misfits) {
        boolean takesInfinity = type instanceof LogicalType.Text;
        return (in, from, length) -> {
            long micros = in.getLong(from);
            int days = in.getInt(from + Long.BYTES);
            int months = in.getInt(from + Long.BYTES + Integer.BYTES);
            boolean infinite = isInfinite(months, days, micros);
            if (infinite && !takesInfinity) {
                misfits.replace(builder, infinity(months > 0));
                return;
            }
            String text = infinite ? infinity(months > 0) : IntervalText.of(months, days, micros);
            builder.append(text.getBytes(StandardCharsets.US_ASCII));
        };
    }

    private static boolean isInfinite(int months, int days, long micros) {
        boolean positive =
                months == Integer.MAX_VALUE
                        && days == Integer.MAX_VALUE
                        && micros == Long.MAX_VALUE;
        boolean negative =
                months == Integer.MIN_VALUE
                        && days == Integer.MIN_VALUE
                        && micros == Long.MIN_VALUE;
        return positive || negative;
    }

    private static String infinity(boolean positive) {
        return positive ? "infinity" : "-infinity";
    }
}
