package dev.rivet.source.postgres;

import dev.rivet.row.LogicalType;
import dev.rivet.row.LogicalType.Decimal;
import dev.rivet.source.postgres.type.Identifiers;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// One column for each type that a table may have, with random values as SQL literals.
final class RandomColumns {
    /// Types that the columns need.
    static final String[] NEEDED = {
        "CREATE EXTENSION IF NOT EXISTS citext",
        "CREATE EXTENSION IF NOT EXISTS hstore",
        "DROP TYPE IF EXISTS weather CASCADE",
        "CREATE TYPE weather AS ENUM ('rain', 'très ensoleillé', '')",
        "DROP DOMAIN IF EXISTS cost CASCADE",
        "CREATE DOMAIN cost AS numeric(12,3)",
        "DROP DOMAIN IF EXISTS word CASCADE",
        "CREATE DOMAIN word AS text CHECK (length(value) < 100)",
        "DROP TYPE IF EXISTS place CASCADE",
        "CREATE TYPE place AS (x int, \"name, of it\" text)"
    };

    private static final LogicalType.Text TEXT = new LogicalType.Text();
    private static final String[] CHARACTERS = {
        "a", "Z", "0", " ", "é", "€", "😀", "\"", "\\", "'"
    };

    private final Random random;
    private final List<Column> columns = new ArrayList<>();

    /// @param override null when the type needs none
    record Column(
            String name,
            String type,
            @Nullable LogicalType override,
            Function<Random, String> value) {}

    RandomColumns(Random random) {
        this.random = random;
        numbers();
        decimals();
        texts();
        times();
        lists();
        overridden();
    }

    List<Column> columns() {
        return columns;
    }

    /// What the read has to be told.
    Map<String, LogicalType> overrides() {
        return columns.stream()
                .filter(column -> column.override() != null)
                .collect(Collectors.toMap(Column::name, column -> column.override()));
    }

    String definitions() {
        return columns.stream()
                .map(column -> Identifiers.quote(column.name()) + " " + column.type())
                .collect(Collectors.joining(", "));
    }

    /// One row, in parentheses. Column by column NULLs come never, always, alternately, at random.
    String row(int number) {
        return IntStream.range(0, columns.size())
                .mapToObj(i -> isNull(i, number) ? "NULL" : columns.get(i).value().apply(random))
                .collect(Collectors.joining(",", "(", ")"));
    }

    private boolean isNull(int column, int row) {
        return switch ((column + row / 500) % 4) {
            case 0 -> false;
            case 1 -> true;
            case 2 -> row % 2 == 0;
            default -> random.nextInt(3) == 0;
        };
    }

    private void add(String type, Function<Random, String> value) {
        add(type, null, value);
    }

    private void add(String type, @Nullable LogicalType override, Function<Random, String> value) {
        columns.add(new Column("c" + columns.size() + " " + type, type, override, value));
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static String oneOf(Random random, String... values) {
        return quoted(values[random.nextInt(values.length)]);
    }

    private void numbers() {
        add("bool", r -> String.valueOf(r.nextBoolean()));
        add("int2", r -> quoted("" + (short) r.nextInt()));
        add("int4", r -> quoted("" + r.nextInt()));
        add("int8", r -> quoted("" + r.nextLong()));
        add("oid", r -> quoted("" + r.nextLong(1L << 32)));
        add("float4", r -> floating(r, "" + r.nextFloat(-1e30f, 1e30f)));
        add("float8", r -> floating(r, "" + r.nextDouble(-1e300, 1e300)));
    }

    private static String floating(Random random, String usual) {
        return random.nextInt(4) > 0
                ? quoted(usual)
                : oneOf(random, "NaN", "-0", "0", "Infinity", "-Infinity", "1e-30", "0.1");
    }

    private void decimals() {
        int[][] types = {
            {1, 0}, {3, 3}, {3, 5}, {2, 76}, {4, 0}, {5, -2}, {9, 2}, {16, 8}, {17, 0}, {18, 0},
            {18, 4}, {18, 18}, {18, -6}, {19, 0}, {20, 20}, {38, 10}, {38, 38}, {76, 0}, {76, 20},
            {76, 76}
        };
        for (int[] type : types) {
            add(
                    String.format(Locale.ROOT, "numeric(%d,%d)", type[0], type[1]),
                    r -> decimal(r, type[0], type[1]));
        }
        add("cost", r -> decimal(r, 12, 3));
        add("numeric", new Decimal(18, 6), r -> decimal(r, 10, r.nextInt(7)));
        add("numeric", new Decimal(50, 25), r -> decimal(r, 25, r.nextInt(26)));
    }

    private static String decimal(Random random, int precision, int scale) {
        BigInteger bound = BigInteger.TEN.pow(random.nextInt(precision) + 1);
        BigInteger digits = new BigInteger(270, random).mod(bound);
        BigInteger unscaled = random.nextInt(8) == 0 ? bound.subtract(BigInteger.ONE) : digits;
        return quoted(
                new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), scale)
                        .toPlainString());
    }

    private static String text(Random random, int longest) {
        return IntStream.range(0, random.nextInt(longest + 1))
                .mapToObj(i -> CHARACTERS[random.nextInt(CHARACTERS.length)])
                .collect(Collectors.joining());
    }

    private static String hex(Random random, int longest) {
        byte[] bytes = new byte[random.nextInt(longest + 1)];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String uuid(Random random) {
        return new java.util.UUID(random.nextLong(), random.nextLong()).toString();
    }

    private static String json(Random random) {
        return String.format(
                Locale.ROOT,
                "{\"a\" : [%d, null, true], \"b\":%s}",
                random.nextInt(),
                random.nextBoolean() ? "1.50" : "\"é\"");
    }

    private void texts() {
        add("text", r -> quoted(text(r, 40)));
        add("varchar(20)", r -> quoted(text(r, 20)));
        add("char(5)", r -> quoted(text(r, 5)));
        add("name", r -> quoted(text(r, 12)));
        add("citext", r -> quoted(text(r, 12)));
        add("word", r -> quoted(text(r, 12)));
        add("bytea", r -> "'\\x" + hex(r, 50) + "'");
        add("json", r -> quoted(json(r)));
        add("jsonb", r -> quoted(json(r)));
        add("uuid", r -> quoted(uuid(r)));
        add("weather", r -> oneOf(r, "rain", "très ensoleillé", ""));
        add("text", r -> quoted(r.nextInt(3) == 0 ? hex(r, 15_000) : ""));
        add("bytea", r -> "'\\x" + (r.nextInt(4) == 0 ? hex(r, 9_000) : "") + "'");
    }

    private static String day(Random random) {
        return String.format(
                Locale.ROOT,
                "2%03d-%02d-%02d",
                random.nextInt(1000),
                1 + random.nextInt(12),
                1 + random.nextInt(28));
    }

    private static String clock(Random random) {
        return String.format(
                Locale.ROOT,
                "%02d:%02d:%02d.%06d",
                random.nextInt(24),
                random.nextInt(60),
                random.nextInt(60),
                random.nextInt(1_000_000));
    }

    private static String interval(Random random) {
        return String.format(
                Locale.ROOT,
                "%d mons %d days %d.%06d seconds",
                random.nextInt(-50, 50),
                random.nextInt(-50, 50),
                random.nextInt(100_000),
                random.nextInt(1_000_000));
    }

    private void times() {
        add(
                "date",
                r ->
                        r.nextInt(5) == 0
                                ? oneOf(r, "0044-03-15 BC", "5874897-12-31")
                                : quoted(day(r)));
        add("time", r -> quoted(clock(r)));
        add("timestamp", r -> quoted(day(r) + " " + clock(r)));
        add("timestamp(0)", r -> oneOf(r, "4713-01-01 BC", "1969-12-31 23:59:59", "294246-01-01"));
        add("timestamptz", r -> quoted(day(r) + " " + clock(r) + "+05:30"));
        add("interval", r -> quoted(interval(r)));
    }

    private static Function<Random, String> list(String type, Function<Random, String> value) {
        return r ->
                IntStream.range(0, r.nextInt(4))
                        .mapToObj(i -> r.nextInt(4) == 0 ? "NULL" : value.apply(r))
                        .collect(Collectors.joining(",", "ARRAY[", "]::" + type));
    }

    private void addList(String type, Function<Random, String> value) {
        add(type + "[]", list(type + "[]", value));
    }

    private void lists() {
        addList("bool", r -> String.valueOf(r.nextBoolean()));
        addList("int2", r -> quoted("" + (short) r.nextInt()));
        addList("int4", r -> quoted("" + r.nextInt()));
        addList("int8", r -> quoted("" + r.nextLong()));
        addList("float4", r -> floating(r, "" + r.nextFloat()));
        addList("float8", r -> floating(r, "" + r.nextDouble()));
        addList("numeric(10,2)", r -> decimal(r, 10, 2));
        addList("numeric(76,20)", r -> decimal(r, 76, 20));
        addList("cost", r -> decimal(r, 12, 3));
        addList("text", r -> quoted(text(r, 12)));
        addList("char(3)", r -> quoted(text(r, 3)));
        addList("bytea", r -> "'\\x" + hex(r, 12) + "'");
        addList("jsonb", r -> quoted(json(r)));
        addList("uuid", r -> quoted(uuid(r)));
        addList("weather", r -> oneOf(r, "rain", ""));
        addList("date", r -> quoted(day(r)));
        addList("time", r -> quoted(clock(r)));
        addList("timestamptz", r -> quoted(day(r) + " " + clock(r) + "+01"));
        addList("interval", r -> quoted(interval(r)));
    }

    private static String address(Random random) {
        return String.format(Locale.ROOT, "%d.%d.0.0", random.nextInt(256), random.nextInt(256));
    }

    private static String range(Random random) {
        int from = random.nextInt(1_000);
        return String.format(Locale.ROOT, "[%d,%d)", from, from + random.nextInt(1_000));
    }

    private static String bits(Random random, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> random.nextBoolean() ? "1" : "0")
                .collect(Collectors.joining());
    }

    private void overridden() {
        add("inet", TEXT, r -> quoted(address(r) + (r.nextBoolean() ? "/16" : "")));
        add("cidr", TEXT, r -> quoted(address(r) + "/16"));
        add(
                "macaddr",
                TEXT,
                r -> quoted(String.format(Locale.ROOT, "08:00:2b:01:02:%02x", r.nextInt(256))));
        add(
                "macaddr8",
                TEXT,
                r ->
                        quoted(
                                String.format(
                                        Locale.ROOT, "08:00:2b:01:02:03:04:%02x", r.nextInt(256))));
        add("tsvector", TEXT, r -> oneOf(r, "a fat cat", "a:1 fat:2,3 'c\\d':4A", ""));
        add("tsquery", TEXT, r -> oneOf(r, "a & b", "!c | 'd e'"));
        add("xml", TEXT, r -> oneOf(r, "<a>é</a>", "<?xml version=\"1.0\"?><b/>", "text"));
        add("int4range", TEXT, r -> quoted(range(r)));
        add("numrange", TEXT, r -> quoted(range(r)));
        add("int8multirange", TEXT, r -> quoted("{" + range(r) + "}"));
        add("tstzrange", TEXT, r -> quoted("[" + day(r) + " 00:00+05,)"));
        add("bit(5)", TEXT, r -> quoted(bits(r, 5)));
        add("varbit", TEXT, r -> quoted(bits(r, r.nextInt(20))));
        add("point", TEXT, r -> quoted(String.format(Locale.ROOT, "(%d,0.5)", r.nextInt())));
        add("money", TEXT, r -> quoted("" + r.nextInt()));
        add("timetz", TEXT, r -> quoted(clock(r) + "+02"));
        add("hstore", TEXT, r -> oneOf(r, "a=>1,\"b c\"=>NULL", ""));
        add("place", TEXT, r -> oneOf(r, "(1,\"a,b\")", "(,)"));
        add("\"char\"", TEXT, r -> oneOf(r, "x", "", "\\303"));
        add("regclass", TEXT, r -> oneOf(r, "pg_class", "pg_type", "0"));
        add("place[]", TEXT, r -> oneOf(r, "{\"(1,a)\",NULL}", "{}"));
        add("int4[]", TEXT, r -> oneOf(r, "{{1,2},{3,NULL}}", "[5:6]={1,2}", "{}"));
        add("bool", TEXT, r -> String.valueOf(r.nextBoolean()));
        add("int8", TEXT, r -> quoted("" + r.nextLong()));
        add("float4", TEXT, r -> floating(r, "" + r.nextFloat()));
        add("float8", TEXT, r -> floating(r, "" + r.nextDouble()));
        add("numeric(30,5)", TEXT, r -> decimal(r, 30, 5));
        add("numeric", TEXT, r -> oneOf(r, "NaN", "Infinity", "1.500", "-0.00", "1e200"));
        add("bytea", TEXT, r -> "'\\x" + hex(r, 12) + "'");
        add("date", TEXT, r -> oneOf(r, "infinity", "2024-02-29", "0044-03-15 BC"));
        add("timestamptz", TEXT, r -> quoted(day(r) + " " + clock(r) + "-03"));
        add("interval", TEXT, r -> quoted(interval(r)));
        add("jsonb", TEXT, r -> quoted(json(r)));
        add("uuid", TEXT, r -> quoted(uuid(r)));
        add("char(5)", TEXT, r -> quoted(text(r, 5)));
        add("text", new LogicalType.Json(), r -> quoted(json(r)));
        add("text", new LogicalType.Uuid(), r -> quoted(uuid(r)));
        add("text", new LogicalType.Binary(), r -> quoted(text(r, 9)));
        add("int4", new LogicalType.Int64(), r -> quoted("" + r.nextInt()));
        add("int8", new LogicalType.Int16(), r -> quoted("" + (short) r.nextInt()));
        add("int8", new Decimal(20, 0), r -> quoted("" + r.nextLong()));
        add("int2", new Decimal(7, 2), r -> quoted("" + (short) r.nextInt()));
        add("numeric(9,0)", new LogicalType.Int32(), r -> decimal(r, 9, 0));
        add("numeric(18,2)", new LogicalType.Int64(), r -> "'" + r.nextInt() + ".00'");
        add("float4", new LogicalType.Float64(), r -> floating(r, "" + r.nextFloat()));
        add("timestamp", new LogicalType.TimestampTz(), r -> quoted(day(r) + " " + clock(r)));
    }
}
