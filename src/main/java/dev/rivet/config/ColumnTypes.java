package dev.rivet.config;

import dev.rivet.row.LogicalType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Column types as users write them under `columns:`. Letter case and spacing do not matter.
final class ColumnTypes {
    /// For messages and the reference: every accepted spelling.
    static final String NAMES =
            "bool|boolean, int2|smallint|int16, int4|int|integer|int32, int8|bigint|int64,"
                    + " float4|real|float32, float8|double|double precision|float64,"
                    + " decimal(p,s)|numeric(p,s), text|varchar|string|char|bpchar|name,"
                    + " binary|bytea|blob|varbinary, date, timestamp|timestamp without time zone,"
                    + " timestamp_tz|timestamptz|timestamp with time zone|timestamp_utc,"
                    + " json|jsonb, uuid";

    private static final Pattern DECIMAL =
            Pattern.compile("(?:decimal|numeric) ?\\( ?(\\d{1,4}) ?, ?([-+]?\\d{1,4}) ?\\)");

    private ColumnTypes() {}

    /// Accepted names, one by one, without those that take arguments.
    static List<String> spellings() {
        return Arrays.stream(NAMES.split("\\||, ", -1))
                .filter(name -> !name.endsWith(")"))
                .toList();
    }

    sealed interface Parsed {}

    record Known(LogicalType type) implements Parsed {}

    /// A type of a later version.
    record Later() implements Parsed {}

    record Unknown(String reason) implements Parsed {}

    static Parsed parse(String text) {
        String name = text.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
        Matcher decimal = DECIMAL.matcher(name);
        return decimal.matches() ? decimal(decimal) : named(name);
    }

    private static Parsed named(String name) {
        return switch (name) {
            case "bool", "boolean" -> new Known(new LogicalType.Bool());
            case "int2", "smallint", "int16" -> new Known(new LogicalType.Int16());
            case "int4", "int", "integer", "int32" -> new Known(new LogicalType.Int32());
            case "int8", "bigint", "int64" -> new Known(new LogicalType.Int64());
            case "float4", "real", "float32" -> new Known(new LogicalType.Float32());
            case "float8", "double", "double precision", "float64" ->
                    new Known(new LogicalType.Float64());
            case "date" -> new Known(new LogicalType.Date());
            case "timestamp", "timestamp without time zone" ->
                    new Known(new LogicalType.Timestamp());
            case "timestamp_tz", "timestamptz", "timestamp with time zone", "timestamp_utc" ->
                    new Known(new LogicalType.TimestampTz());
            case "timestamp_ns", "timestamp_tz_ns", "timestamptz_ns" -> new Later();
            case "text", "varchar", "string", "char", "bpchar", "name" ->
                    new Known(new LogicalType.Text());
            case "binary", "bytea", "blob", "varbinary" -> new Known(new LogicalType.Binary());
            case "json", "jsonb" -> new Known(new LogicalType.Json());
            case "uuid" -> new Known(new LogicalType.Uuid());
            case "decimal", "numeric" ->
                    new Unknown("a decimal needs precision and scale, as in `decimal(18,2)`");
            default -> new Unknown("is not a column type");
        };
    }

    private static Parsed decimal(Matcher found) {
        int precision = Integer.parseInt(found.group(1));
        int scale = Integer.parseInt(found.group(2));
        if (precision < 1 || precision > LogicalType.Decimal.MAX_PRECISION) {
            return new Unknown("the precision of a decimal must be from 1 to 76");
        }
        if (scale > precision || scale < -128) {
            return new Unknown("the scale of a decimal must be from -128 to its precision");
        }
        return new Known(new LogicalType.Decimal(precision, scale));
    }
}
