package dev.rivet.product;

import static dev.rivet.product.TypeCase.column;

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
                column("t1", "TINYINT(1)", "tinyint(1)", FLAG, FileType.BOOL).holds("0", "1"),
                column("bo", "BOOLEAN", "tinyint(1)", FLAG, FileType.BOOL).holds("TRUE", "FALSE"),
                column("ti1", "TINYINT", "tinyint", TEXT, FileType.INT16).holds("-128", "0", "127"),
                column("ti1u", "TINYINT UNSIGNED", "tinyint unsigned", TEXT, FileType.INT16)
                        .holds("0", "255"),
                column("i2", "SMALLINT", "smallint", TEXT, FileType.INT16).holds("-32768", "32767"),
                column("i2u", "SMALLINT UNSIGNED", "smallint unsigned", TEXT, FileType.INT32)
                        .holds("0", "65535"),
                column("i3", "MEDIUMINT", "mediumint", TEXT, FileType.INT32)
                        .holds("-8388608", "8388607"),
                column("i3u", "MEDIUMINT UNSIGNED", "mediumint unsigned", TEXT, FileType.INT64)
                        .holds("0", "16777215"),
                column("i4", "INT", "int", TEXT, FileType.INT32).holds("-2147483648", "2147483647"),
                column("i4u", "INT UNSIGNED", "int unsigned", TEXT, FileType.INT64)
                        .holds("0", "4294967295"),
                column("i4z", "INT ZEROFILL", "int unsigned", NUMBER, FileType.INT64)
                        .holds("0", "42"),
                column("i8", "BIGINT", "bigint", TEXT, FileType.INT64)
                        .holds("-9223372036854775808", "9223372036854775807"),
                column("i8u", "BIGINT UNSIGNED", "bigint unsigned", TEXT, FileType.UINT64)
                        .holds("0", "9223372036854775808", "18446744073709551615"),
                column("n9", "DECIMAL(9,2)", "decimal", TEXT, FileType.decimal(9, 2))
                        .holds("-9999999.99", "0", "-0.01"),
                column(
                                "n9u",
                                "DECIMAL(9,2) UNSIGNED",
                                "decimal unsigned",
                                TEXT,
                                FileType.decimal(9, 2))
                        .holds("9999999.99", "0"),
                column("n9i", "DECIMAL(9,0)", "decimal", TEXT, FileType.decimal(9, 0))
                        .holds("-999999999"),
                column("n18", "DECIMAL(18,2)", "decimal", TEXT, FileType.decimal(18, 2))
                        .holds("0.10", "0.20", "999999999999.99", "-100.05"),
                column("n20", "DECIMAL(20,6)", "decimal", TEXT, FileType.decimal(20, 6))
                        .holds("99999999999999.999999", "-0.000001"),
                column("n38", "DECIMAL(38,10)", "decimal", TEXT, FileType.decimal(38, 10))
                        .holds("9999999999999999999999999999.9999999999", "-0.0000000001"),
                column("n65", "DECIMAL(65,30)", "decimal", TEXT, FileType.decimal(65, 30))
                        .holds(
                                "-99999999999999999999999999999999999.999999999999999999999999999999",
                                "0.000000000000000000000000000001",
                                "0"),
                column("f4", "FLOAT", "float", EXACT, FileType.FLOAT32)
                        .holds(
                                "-0e0",
                                "0.1",
                                "1",
                                "3.4028234e38",
                                "1.17549435e-38",
                                "16777216",
                                "-1.5"),
                column("f8", "DOUBLE", "double", TEXT, FileType.FLOAT64)
                        .holds(
                                "-0e0",
                                "0.1e0",
                                "1",
                                "1e100",
                                "-1e50",
                                "1.7976931348623157e308",
                                "2.2250738585072014e-308",
                                "1e-7"),
                column("da", "DATE", "date", DATE, FileType.DATE)
                        .holds(
                                "'1970-01-01'",
                                "'2024-02-29'",
                                "'1000-01-01'",
                                "'0001-01-01'",
                                "'1700-01-01'",
                                "'9999-12-31'"),
                column("tm", "TIME", "time", TIME, FileType.TIME).holds("'00:00:00'", "'23:59:59'"),
                column("tm6", "TIME(6)", "time", TIME, FileType.TIME)
                        .holds("'23:59:59.999999'", "'00:00:00.000001'"),
                column("dt", "DATETIME", "datetime", DATETIME, FileType.TIMESTAMP)
                        .holds("'2024-02-29 23:59:59'", "'1000-01-01 00:00:00'"),
                column("dt3", "DATETIME(3)", "datetime", DATETIME, FileType.TIMESTAMP)
                        .holds("'2024-02-29 23:59:59.123'"),
                column("dt6", "DATETIME(6)", "datetime", DATETIME, FileType.TIMESTAMP)
                        .holds(
                                "'1969-12-31 23:59:59.999999'",
                                "'9999-12-31 23:59:59.999999'",
                                "'1700-01-01 00:00:00.000001'",
                                "'2024-02-29 00:00:00'"),
                column("ts", "TIMESTAMP NULL", "timestamp", INSTANT, FileType.TIMESTAMP_TZ)
                        .holds("'2024-05-06 07:08:09'", "'1970-01-01 00:00:01'"),
                column("ts6", "TIMESTAMP(6) NULL", "timestamp", INSTANT, FileType.TIMESTAMP_TZ)
                        .holds("'2024-05-06 07:08:09.000001'", "'2038-01-19 03:14:07.999999'"),
                column("y", "YEAR", "year", NUMBER, FileType.INT16).holds("1901", "2155", "'0000'"),
                column("c", "CHAR(10)", "char", TEXT, FileType.TEXT).holds("'ab'", "''", "'  x'"),
                column("vc", "VARCHAR(50)", "varchar", TEXT, FileType.TEXT)
                        .holds("'naïve 😀 漢字'", "''", "'x  '", "'NULL'"),
                column(
                                "l1",
                                "VARCHAR(50) CHARACTER SET latin1",
                                "varchar",
                                "CONVERT($ USING utf8mb4)",
                                FileType.TEXT)
                        .holds("'café'"),
                column("tt", "TINYTEXT", "tinytext", TEXT, FileType.TEXT).holds("'tiny'"),
                column("tx", "TEXT", "text", TEXT, FileType.TEXT)
                        .holds(
                                "'line\\nbreak, \"quoted\"'",
                                "''",
                                "'cr\\r\\nlf'",
                                "'\\\\ \\t'",
                                "'=1+1'",
                                "'\"'"),
                column("mt", "MEDIUMTEXT", "mediumtext", TEXT, FileType.TEXT)
                        .holds("REPEAT('x', 5000)"),
                column("lt", "LONGTEXT", "longtext", TEXT, FileType.TEXT)
                        .holds("REPEAT('é', 50000)"),
                column("bi", "BINARY(4)", "binary", HEX, FileType.BINARY)
                        .holds("0x0102", "0x00FFFFFF"),
                column("vb", "VARBINARY(20)", "varbinary", HEX, FileType.BINARY)
                        .holds("0x00FF", "''"),
                column("tb", "TINYBLOB", "tinyblob", HEX, FileType.BINARY).holds("0xDEADBEEF"),
                column("bl", "BLOB", "blob", HEX, FileType.BINARY).holds("''", "0x3031", "'text'"),
                column("lb", "LONGBLOB", "longblob", HEX, FileType.BINARY)
                        .holds("REPEAT(0xAB, 3000)"),
                column("en", "ENUM('red','très','a,b')", "enum", TEXT, FileType.ENUM)
                        .holds("'red'", "'très'", "'a,b'", "'no such label'"),
                column("st", "SET('x','y','z')", "set", TEXT, FileType.ENUM)
                        .holds("'x,z'", "''", "'x,y,z'"),
                column("b1", "BIT(1)", "bit(1)", FLAG, FileType.BOOL).holds("b'0'", "b'1'"),
                column("b8", "BIT(8)", "bit", NUMBER, FileType.INT64).holds("255", "49", "0"),
                column("b64", "BIT(64)", "bit", NUMBER, FileType.INT64)
                        .holds("9223372036854775807", "7"),
                column("nothing", "VARCHAR(5)", "varchar", TEXT, FileType.TEXT),
                column("no_number", "DECIMAL(10,2)", "decimal", TEXT, FileType.decimal(10, 2)),
                column("nul", "VARCHAR(5)", "varchar", TEXT, FileType.TEXT).holds("'a\\0b'"),
                column("flag_number", "TINYINT(1)", "tinyint(1)", TEXT, FileType.INT16)
                        .holds("2", "-1")
                        .overridden("int2"),
                column("wide", "BIGINT UNSIGNED", "bigint unsigned", TEXT, FileType.decimal(20, 0))
                        .holds("18446744073709551615")
                        .overridden("decimal(20,0)"),
                column("wide_bits", "BIT(64)", "bit", NUMBER, FileType.decimal(20, 0))
                        .holds("18446744073709551615")
                        .overridden("decimal(20,0)"),
                column(
                                "duration",
                                "TIME",
                                "time",
                                "CAST(TIME_TO_SEC($) * 1000000 AS CHAR)",
                                FileType.INT64.as("compatible"))
                        .holds("'-838:59:59'", "'838:59:59'", "'24:00:00'")
                        .overridden("int8"),
                column("uuid_text", "CHAR(36)", "char", "LOWER($)", FileType.UUID.as("compatible"))
                        .holds("'00112233-4455-6677-8899-AABBCCDDEEFF'")
                        .overridden("uuid"),
                column(
                                "uuid_bytes",
                                "BINARY(16)",
                                "binary",
                                "INSERT(INSERT(INSERT(INSERT(LOWER(HEX($)), 9, 0, '-'), 14, 0,"
                                        + " '-'), 19, 0, '-'), 24, 0, '-')",
                                FileType.UUID.as("compatible"))
                        .holds("0x00112233445566778899AABBCCDDEEFF")
                        .overridden("uuid"));
    }

    private static List<TypeCase> onlyMySql() {
        return List.of(
                column("j", "JSON", "json", TEXT, FileType.JSON)
                        .holds(
                                "'{\"k\": [1, 9223372036854775807, \"ü\"]}'",
                                "'null'",
                                "'\"\"'",
                                "'{\"ключ\": {\"a\": [[[[1.5e10]]]]}}'"),
                column(
                                "offset_input",
                                "TIMESTAMP NULL",
                                "timestamp",
                                INSTANT,
                                FileType.TIMESTAMP_TZ)
                        .holds("'2024-05-06 12:08:09+05:00'"));
    }

    private static List<TypeCase> onlyMariaDb() {
        return List.of(
                column("j", "JSON", "longtext", TEXT, FileType.JSON)
                        .holds("'{\"k\" : [1,9223372036854775807, \"ü\"]}'")
                        .overridden("json"),
                column("j_text", "JSON", "longtext", TEXT, FileType.TEXT).holds("'{\"k\":  1}'"),
                column("u", "UUID", "uuid", TEXT, FileType.UUID)
                        .holds("'00112233-4455-6677-8899-AABBCCDDEEFF'"),
                column("ip4", "INET4", "inet4", TEXT, FileType.TEXT.as("compatible"))
                        .holds("'10.0.0.1'", "'0.0.0.0'"),
                column("ip6", "INET6", "inet6", TEXT, FileType.TEXT.as("compatible"))
                        .holds("'::1'", "'2001:db8::ff00:42:8329'"));
    }
}
