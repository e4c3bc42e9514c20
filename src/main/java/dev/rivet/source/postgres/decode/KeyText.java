package dev.rivet.source.postgres.decode;

import dev.rivet.row.LogicalType;
import dev.rivet.source.postgres.type.ColumnPlan;
import dev.rivet.source.postgres.wire.Window;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.UUID;

/// A value as people write it, for messages that name a row by its key.
final class KeyText {
    private static final int LONGEST = 200;
    private static final LocalDate DAY_ZERO = LocalDate.of(2000, 1, 1);

    private KeyText() {}

    /// @param at where the value begins; its length stands before it
    static String of(ColumnPlan column, Window window, int at) {
        byte[] in = window.bytes();
        int length = Window.getInt(in, at - Integer.BYTES);
        if (length < 0) {
            return "NULL";
        }
        return switch (column.choice().wire()) {
            case BOOL -> Boolean.toString(in[at] != 0);
            case INT2 -> Short.toString(Window.getShort(in, at));
            case INT4 -> Integer.toString(Window.getInt(in, at));
            case INT8 -> Long.toString(Window.getLong(in, at));
            case OID -> Integer.toUnsignedString(Window.getInt(in, at));
            case FLOAT4 -> Float.toString(Float.intBitsToFloat(Window.getInt(in, at)));
            case FLOAT8 -> Double.toString(Double.longBitsToDouble(Window.getLong(in, at)));
            case NUMERIC -> NumericCell.text(window.wrapped(), at);
            case DATE -> DAY_ZERO.plusDays(Window.getInt(in, at)).toString();
            case TIMESTAMP -> time(Window.getLong(in, at));
            case UUID ->
                    new UUID(Window.getLong(in, at), Window.getLong(in, at + Long.BYTES))
                            .toString();
            case TIME, INTERVAL -> hex(in, at, length);
            case VERBATIM ->
                    column.type() instanceof LogicalType.Binary
                            ? hex(in, at, length)
                            : text(in, at, length);
            case UUID_BYTES -> hex(in, at, length);
            case UUID_TEXT, NUMBER_TEXT, JSONB -> text(in, at, length);
        };
    }

    private static String time(long micros) {
        return LocalDateTime.of(DAY_ZERO, LocalTime.MIDNIGHT)
                .plus(micros, ChronoUnit.MICROS)
                .toString();
    }

    private static String hex(byte[] in, int at, int length) {
        int shown = Math.min(length, LONGEST);
        return "\\x" + HexFormat.of().formatHex(in, at, at + shown) + (shown < length ? "…" : "");
    }

    private static String text(byte[] in, int at, int length) {
        int shown = Math.min(length, LONGEST);
        return "'"
                + new String(in, at, shown, StandardCharsets.UTF_8)
                + (shown < length ? "…'" : "'");
    }
}
