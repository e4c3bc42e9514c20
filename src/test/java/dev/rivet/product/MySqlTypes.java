package dev.rivet.product;

import static dev.rivet.product.TypeCase.of;

import java.util.List;
import java.util.stream.Stream;

/// Every supported type of MySQL and MariaDB with its edge values. To add one, add a line.
final class MySqlTypes {
    static final String TEXT = "CAST($ AS CHAR)";
    static final String FLAG = "ELT($ + 1, 'false', 'true')";
    private static final String NUMBER = "CAST($ + 0 AS CHAR)";
    private static final String EXACT = "CAST(CAST($ AS DOUBLE) AS CHAR)";
    private static final String HEX = "LOWER(HEX($))";
    static final String DATE = "DATE_FORMAT($, '%Y-%m-%d')";
    static final String TIME = "TIME_FORMAT($, '%H:%i:%s.%f')";
    static final String DATETIME = "DATE_FORMAT($, '%Y-%m-%dT%H:%i:%s.%f')";
    static final String INSTANT = "DATE_FORMAT($, '%Y-%m-%dT%H:%i:%s.%fZ')";

    /// For the session that fills and asks: offsets in UTC, values that strict mode would refuse.
    static final List<String> SESSION =
            List.of("SET SESSION time_zone = '+00:00'", "SET SESSION sql_mode = ''");

    private MySqlTypes() {}

    static List<TypeCase> mySql() {
        return Stream.concat(shared().stream(), onlyMySql().stream()).toList();
    }

    static List<TypeCase> mariaDb() {
        return Stream.concat(shared().stream(), onlyMariaDb().stream()).toList();
    }

    private static List<TypeCase> shared() {
        return List.of(
                of("t1", "TINYINT(1)", "tinyint(1)", FLAG, FileType.BOOL).holds("0", "1"),
                of("bo", "BOOLEAN", "tinyint(1)", FLAG, FileType.BOOL).holds("TRUE", "FALSE"),
                of("ti1", "TINYINT", "tinyint", TEXT, FileType.INT16).holds("-128", "0", "127"),
                of("ti1u", "TINYINT UNSIGNED", "tinyint unsigned", TEXT, FileType.INT16)
                        .holds("0", "255"),
                of("i2", "SMALLINT", "smallint", TEXT, FileType.INT16).holds("-32768", "32767"),
                of("i2u", "SMALLINT UNSIGNED", "smallint unsigned", TEXT, FileType.INT32)
                        .holds("0", "65535"),
                of("i3", "MEDIUMINT", "mediumint", TEXT, FileType.INT32)
                        .holds("-8388608", "8388607"),
                of("i3u", "MEDIUMINT UNSIGNED", "mediumint unsigned", TEXT, FileType.INT64)
                        .holds("0", "16777215"),
                of("i4", "INT", "int", TEXT, FileType.INT32).holds("-2147483648", "2147483647"),
                of("i4u", "INT UNSIGNED", "int unsigned", TEXT, FileType.INT64)
                        .holds("0", "4294967295"),
                of("i4z", "INT ZEROFILL", "int unsigned", NUMBER, FileType.INT64).holds("0", "42"),
                of("i8", "BIGINT", "bigint", TEXT, FileType.INT64)
                        .holds("-9223372036854775808", "9223372036854775807"),
                of("i8u", "BIGINT UNSIGNED", "bigint unsigned", TEXT, FileType.UINT64)
                        .holds("0", "9223372036854775808", "18446744073709551615"),
                of("n9", "DECIMAL(9,2)", "decimal", TEXT, FileType.decimal(9, 2))
                        .holds("-9999999.99", "0", "-0.01"),
                of("n9u", "DECIMAL(9,2) UNSIGNED", "decimal unsigned", TEXT, FileType.decimal(9, 2))
                        .holds("9999999.99", "0"),
                of("n9i", "DECIMAL(9,0)", "decimal", TEXT, FileType.decimal(9, 0))
                        .holds("-999999999"),
                of("n18", "DECIMAL(18,2)", "decimal", TEXT, FileType.decimal(18, 2))
                        .holds("0.10", "0.20", "999999999999.99", "-100.05"),
                of("n20", "DECIMAL(20,6)", "decimal", TEXT, FileType.decimal(20, 6))
                        .holds("99999999999999.999999", "-0.000001"),
                of("n38", "DECIMAL(38,10)", "decimal", TEXT, FileType.decimal(38, 10))
                        .holds("9999999999999999999999999999.9999999999", "-0.0000000001"),
                of("n65", "DECIMAL(65,30)", "decimal", TEXT, FileType.decimal(65, 30))
                        .holds(
                                "-99999999999999999999999999999999999.999999999999999999999999999999",
                                "0.000000000000000000000000000001",
                                "0"),
                of("f4", "FLOAT", "float", EXACT, FileType.FLOAT32)
                        .holds(
                                "-0e0",
                                "0.1",
                                "1",
                                "3.4028234e38",
                                "1.17549435e-38",
                                "16777216",
                                "-1.5"),
                of("f8", "DOUBLE", "double", TEXT, FileType.FLOAT64)
                        .holds(
                                "-0e0",
                                "0.1e0",
                                "1",
                                "1e100",
                                "-1e50",
                                "1.7976931348623157e308",
                                "2.2250738585072014e-308",
                                "1e-7"),
                of("da", "DATE", "date", DATE, FileType.DATE)
                        .holds(
                                "'1970-01-01'",
                                "'2024-02-29'",
                                "'1000-01-01'",
                                "'0001-01-01'",
                                "'1700-01-01'",
                                "'9999-12-31'"),
                of("tm", "TIME", "time", TIME, FileType.TIME).holds("'00:00:00'", "'23:59:59'"),
                of("tm6", "TIME(6)", "time", TIME, FileType.TIME)
                        .holds("'23:59:59.999999'", "'00:00:00.000001'"),
                of("dt", "DATETIME", "datetime", DATETIME, FileType.TIMESTAMP)
                        .holds("'2024-02-29 23:59:59'", "'1000-01-01 00:00:00'"),
                of("dt3", "DATETIME(3)", "datetime", DATETIME, FileType.TIMESTAMP)
                        .holds("'2024-02-29 23:59:59.123'"),
                of("dt6", "DATETIME(6)", "datetime", DATETIME, FileType.TIMESTAMP)
                        .holds(
                                "'1969-12-31 23:59:59.999999'",
                                "'9999-12-31 23:59:59.999999'",
                                "'1700-01-01 00:00:00.000001'",
                                "'2024-02-29 00:00:00'"),
                of("ts", "TIMESTAMP NULL", "timestamp", INSTANT, FileType.TIMESTAMP_TZ)
                        .holds("'2024-05-06 07:08:09'", "'1970-01-01 00:00:01'"),
                of("ts6", "TIMESTAMP(6) NULL", "timestamp", INSTANT, FileType.TIMESTAMP_TZ)
                        .holds("'2024-05-06 07:08:09.000001'", "'2038-01-19 03:14:07.999999'"),
                of("y", "YEAR", "year", NUMBER, FileType.INT16).holds("1901", "2155", "'0000'"),
                of("c", "CHAR(10)", "char", TEXT, FileType.TEXT).holds("'ab'", "''", "'  x'"),
                of("vc", "VARCHAR(50)", "varchar", TEXT, FileType.TEXT)
                        .holds("'naïve 😀 漢字'", "''", "'x  '", "'NULL'"),
                of(
                                "l1",
                                "VARCHAR(50) CHARACTER SET latin1",
                                "varchar",
                                "CONVERT($ USING utf8mb4)",
                                FileType.TEXT)
                        .holds("'café'"),
                of("tt", "TINYTEXT", "tinytext", TEXT, FileType.TEXT).holds("'tiny'"),
                of("tx", "TEXT", "text", TEXT, FileType.TEXT)
                        .holds(
                                "'line\\nbreak, \"quoted\"'",
                                "''",
                                "'cr\\r\\nlf'",
                                "'\\\\ \\t'",
                                "'=1+1'",
                                "'\"'"),
                of("mt", "MEDIUMTEXT", "mediumtext", TEXT, FileType.TEXT)
                        .holds("REPEAT('x', 5000)"),
                of("lt", "LONGTEXT", "longtext", TEXT, FileType.TEXT).holds("REPEAT('é', 50000)"),
                of("bi", "BINARY(4)", "binary", HEX, FileType.BINARY).holds("0x0102", "0x00FFFFFF"),
                of("vb", "VARBINARY(20)", "varbinary", HEX, FileType.BINARY).holds("0x00FF", "''"),
                of("tb", "TINYBLOB", "tinyblob", HEX, FileType.BINARY).holds("0xDEADBEEF"),
                of("bl", "BLOB", "blob", HEX, FileType.BINARY).holds("''", "0x3031", "'text'"),
                of("lb", "LONGBLOB", "longblob", HEX, FileType.BINARY).holds("REPEAT(0xAB, 3000)"),
                of("en", "ENUM('red','très','a,b')", "enum", TEXT, FileType.ENUM)
                        .holds("'red'", "'très'", "'a,b'", "'no such label'"),
                of("st", "SET('x','y','z')", "set", TEXT, FileType.ENUM)
                        .holds("'x,z'", "''", "'x,y,z'"),
                of("b1", "BIT(1)", "bit(1)", FLAG, FileType.BOOL).holds("b'0'", "b'1'"),
                of("b8", "BIT(8)", "bit", NUMBER, FileType.INT64).holds("255", "49", "0"),
                of("b64", "BIT(64)", "bit", NUMBER, FileType.INT64)
                        .holds("9223372036854775807", "7"),
                of("nothing", "VARCHAR(5)", "varchar", TEXT, FileType.TEXT),
                of("no_number", "DECIMAL(10,2)", "decimal", TEXT, FileType.decimal(10, 2)),
                of("nul", "VARCHAR(5)", "varchar", TEXT, FileType.TEXT).holds("'a\\0b'"),
                of("flag_number", "TINYINT(1)", "tinyint(1)", TEXT, FileType.INT16)
                        .holds("2", "-1")
                        .overridden("int2"),
                of("wide", "BIGINT UNSIGNED", "bigint unsigned", TEXT, FileType.decimal(20, 0))
                        .holds("18446744073709551615")
                        .overridden("decimal(20,0)"),
                of("wide_bits", "BIT(64)", "bit", NUMBER, FileType.decimal(20, 0))
                        .holds("18446744073709551615")
                        .overridden("decimal(20,0)"),
                of(
                                "duration",
                                "TIME",
                                "time",
                                "CAST(TIME_TO_SEC($) * 1000000 AS CHAR)",
                                FileType.INT64.as("compatible"))
                        .holds("'-838:59:59'", "'838:59:59'", "'24:00:00'")
                        .overridden("int8"),
                of("uuid_text", "CHAR(36)", "char", "LOWER($)", FileType.UUID)
                        .holds("'00112233-4455-6677-8899-AABBCCDDEEFF'")
                        .overridden("uuid"),
                of(
                                "uuid_bytes",
                                "BINARY(16)",
                                "binary",
                                "INSERT(INSERT(INSERT(INSERT(LOWER(HEX($)), 9, 0, '-'), 14, 0,"
                                        + " '-'), 19, 0, '-'), 24, 0, '-')",
                                FileType.UUID)
                        .holds("0x00112233445566778899AABBCCDDEEFF")
                        .overridden("uuid"));
    }

    private static List<TypeCase> onlyMySql() {
        return List.of(
                of("j", "JSON", "json", TEXT, FileType.JSON)
                        .holds(
                                "'{\"k\": [1, 9223372036854775807, \"ü\"]}'",
                                "'null'",
                                "'\"\"'",
                                "'{\"ключ\": {\"a\": [[[[1.5e10]]]]}}'"),
                of("offset_input", "TIMESTAMP NULL", "timestamp", INSTANT, FileType.TIMESTAMP_TZ)
                        .holds("'2024-05-06 12:08:09+05:00'"));
    }

    private static List<TypeCase> onlyMariaDb() {
        return List.of(
                of("j", "JSON", "longtext", TEXT, FileType.JSON)
                        .holds("'{\"k\" : [1,9223372036854775807, \"ü\"]}'")
                        .overridden("json"),
                of("j_text", "JSON", "longtext", TEXT, FileType.TEXT).holds("'{\"k\":  1}'"),
                of("u", "UUID", "uuid", TEXT, FileType.UUID)
                        .holds("'00112233-4455-6677-8899-AABBCCDDEEFF'"),
                of("ip4", "INET4", "inet4", TEXT, FileType.TEXT.as("compatible"))
                        .holds("'10.0.0.1'", "'0.0.0.0'"),
                of("ip6", "INET6", "inet6", TEXT, FileType.TEXT.as("compatible"))
                        .holds("'::1'", "'2001:db8::ff00:42:8329'"));
    }
}
