package dev.rivet.product;

import static dev.rivet.product.FileType.listOf;
import static dev.rivet.product.TypeCase.column;

import java.util.List;
import java.util.stream.Stream;

/// Every supported type of PostgreSQL with its edge values. To add one, add a line.
final class PostgresTypes {
    static final String TEXT = "$::text";
    private static final String HEX = "encode($, 'hex')";
    static final String TIME = "to_char($::interval, 'HH24:MI:SS.US')";
    static final String DATE = "pg_temp.iso_date($)";
    static final String TIMESTAMP = "pg_temp.iso_timestamp($)";
    static final String INSTANT = "pg_temp.iso_timestamp($ AT TIME ZONE 'UTC') || 'Z'";
    static final String INTERVAL = "pg_temp.iso_interval($)";

    /// What the expressions above need, in the session that asks.
    static final List<String> SESSION =
            List.of(
                    "SET TimeZone = 'UTC'",
                    "SET DateStyle = 'ISO'",
                    "SET IntervalStyle = 'iso_8601'",
                    // PostgreSQL counts 1 BC, 1 AD; ISO 8601 has a year 0 between -1 and 1
                    """
                    CREATE FUNCTION pg_temp.iso_date(d date) RETURNS text LANGUAGE sql AS $$
                      SELECT CASE WHEN year < 0 THEN '-' WHEN year > 9999 THEN '+' ELSE '' END
                        || lpad(abs(year)::text, greatest(4, length(abs(year)::text)), '0')
                        || right(day, 6)
                      FROM (SELECT split_part(d::text, ' ', 1) AS day
                        WHERE isfinite(d)) a, LATERAL (
                        SELECT split_part(day, '-', 1)::int AS shown) b, LATERAL (
                        SELECT CASE WHEN d::text LIKE '% BC' THEN 1 - shown ELSE shown END AS year) c
                    $$""",
                    """
                    CREATE FUNCTION pg_temp.iso_timestamp(t timestamp) RETURNS text LANGUAGE sql AS
                    $$ SELECT pg_temp.iso_date(t::date) || to_char(t, '"T"HH24:MI:SS.US') $$""",
                    // all six digits of a fraction
                    """
                    CREATE FUNCTION pg_temp.iso_interval(i interval) RETURNS text LANGUAGE sql AS
                    $$ SELECT CASE WHEN i::text LIKE '%.%' THEN split_part(i::text, '.', 1) || '.'
                      || rpad(rtrim(split_part(i::text, '.', 2), 'S'), 6, '0') || 'S'
                      ELSE i::text END $$""");

    static final List<String> TYPES =
            List.of(
                    "DROP TABLE IF EXISTS round_trip",
                    "DROP DOMAIN IF EXISTS round_trip_price",
                    "DROP TYPE IF EXISTS round_trip_mood",
                    "CREATE EXTENSION IF NOT EXISTS citext",
                    "CREATE DOMAIN round_trip_price AS numeric(12,3)",
                    "CREATE TYPE round_trip_mood AS ENUM ('sad', 'très content')");

    private PostgresTypes() {}

    /// What a server of that major version has.
    static List<TypeCase> inVersion(int majorVersion) {
        return Stream.concat(scalars().stream(), lists().stream())
                .filter(each -> each.since() <= majorVersion)
                .toList();
    }

    private static List<TypeCase> scalars() {
        return List.of(
                column("b", "boolean", "bool", TEXT, FileType.BOOL).holds("true", "false"),
                column("i2", "smallint", "int2", TEXT, FileType.INT16)
                        .holds("-32768", "0", "32767"),
                column("i4", "integer", "int4", TEXT, FileType.INT32)
                        .holds("-2147483648", "0", "2147483647"),
                column("i8", "bigint", "int8", TEXT, FileType.INT64)
                        .holds("-9223372036854775808", "0", "9223372036854775807"),
                column("o", "oid", "oid", TEXT, FileType.INT64).holds("0", "4294967295"),
                column("f4", "real", "float4", TEXT, FileType.FLOAT32)
                        .holds(
                                "'NaN'",
                                "'Infinity'",
                                "'-Infinity'",
                                "'-0'",
                                "0.1",
                                "1.0",
                                "'3.4028235e38'",
                                "'1e-45'",
                                "16777216"),
                column("f8", "double precision", "float8", TEXT, FileType.FLOAT64)
                        .holds(
                                "'NaN'",
                                "'Infinity'",
                                "'-Infinity'",
                                "'-0'",
                                "0.1",
                                "1.0",
                                "1e100",
                                "-1e50",
                                "'1.7976931348623157e308'",
                                "'5e-324'",
                                "1e-7",
                                "123456789.125"),
                column("n9", "numeric(9,2)", "numeric", TEXT, FileType.decimal(9, 2))
                        .holds("-9999999.99", "0", "-0.01", "9999999.99"),
                column("n10", "numeric(10,2)", "numeric", TEXT, FileType.decimal(10, 2))
                        .holds("99999999.99", "0.1"),
                column("n18", "numeric(18,2)", "numeric", TEXT, FileType.decimal(18, 2))
                        .holds(
                                "0.10",
                                "0.20",
                                "999999999999.99",
                                "-100.05",
                                "-9999999999999999.99"),
                column("n20", "numeric(20,6)", "numeric", TEXT, FileType.decimal(20, 6))
                        .holds("99999999999999.999999", "-0.000001", "1"),
                column("n3f5", "numeric(3,5)", "numeric", TEXT, FileType.decimal(5, 5))
                        .since(15)
                        .holds("0.00999", "-0.00001", "0"),
                column("n5m2", "numeric(5,-2)", "numeric", TEXT, FileType.decimal(7, 0))
                        .since(15)
                        .holds("9999900", "-149", "100"),
                column("n38", "numeric(38,0)", "numeric", TEXT, FileType.decimal(38, 0))
                        .holds(
                                "99999999999999999999999999999999999999",
                                "-99999999999999999999999999999999999999",
                                "0"),
                column("n38f", "numeric(38,38)", "numeric", TEXT, FileType.decimal(38, 38))
                        .holds(
                                "0.99999999999999999999999999999999999999",
                                "-0.00000000000000000000000000000000000001"),
                column("n50", "numeric(50,10)", "numeric", TEXT, FileType.decimal(50, 10))
                        .holds(
                                "9999999999999999999999999999999999999999.9999999999",
                                "-0.0000000001"),
                column("n76", "numeric(76,20)", "numeric", TEXT, FileType.decimal(76, 20))
                        .holds(
                                "-99999999999999999999999999999999999999999999999999999999"
                                        + ".99999999999999999999",
                                "0",
                                "1e-20",
                                "1e40"),
                column("dom", "round_trip_price", "numeric", TEXT, FileType.decimal(12, 3))
                        .holds("1.5", "-999999999.999"),
                column("c", "char(5)", "bpchar", "rpad($::text, 5)", FileType.TEXT)
                        .holds("'ab'", "''", "'abcde'"),
                column("vc", "varchar(20)", "varchar", TEXT, FileType.TEXT)
                        .holds("'é€'", "''", "'  x  '"),
                column("t", "text", "text", TEXT, FileType.TEXT)
                        .holds(
                                "''",
                                "'NULL'",
                                "'a,b \"quoted\"'",
                                "E'line\\nbreak'",
                                "E'cr\\rlf\\r\\n'",
                                "'😀 漢字 naïve'",
                                "E'\\t\\\\'",
                                "'=1+1'",
                                "'\"'",
                                "repeat('x', 5000)",
                                "repeat('é', 50000)",
                                "' '"),
                column("nm", "name", "name", TEXT, FileType.TEXT).holds("'a name'"),
                column("ci", "citext", "citext", TEXT, FileType.TEXT.as("compatible"))
                        .holds("'Straße'", "''"),
                column("bin", "bytea", "bytea", HEX, FileType.BINARY)
                        .holds(
                                "'\\x00ff'",
                                "'\\x'",
                                "'\\xdeadbeef'",
                                "decode(repeat('ab', 3000), 'hex')"),
                column("u", "uuid", "uuid", TEXT, FileType.UUID)
                        .holds(
                                "'01234567-89AB-cdef-0123-456789abcdef'",
                                "'00000000-0000-0000-0000-000000000000'",
                                "'ffffffff-ffff-ffff-ffff-ffffffffffff'"),
                column("js", "json", "json", TEXT, FileType.JSON)
                        .holds(
                                "'{\"b\" : 12345678901234567890.10,  \"a\":1, \"a\":2}'",
                                "'null'",
                                "'\"ключ\"'",
                                "'[]'",
                                "E'{\\n}'"),
                column("jb", "jsonb", "jsonb", TEXT, FileType.JSON)
                        .holds(
                                "'{\"b\":1, \"a\": [true, 9223372036854775807]}'",
                                "'null'",
                                "'{\"ключ\": {\"a\": [[[[[[[1]]]]]]]}}'",
                                "'\"\"'"),
                column("da", "date", "date", DATE, FileType.DATE)
                        .holds(
                                "'1970-01-01'",
                                "'2024-02-29'",
                                "'1700-01-01'",
                                "'9999-12-31'",
                                "'0001-01-01'",
                                "'0001-12-31 BC'",
                                "'0044-03-15 BC'",
                                "'4713-01-01 BC'",
                                "'10000-01-01'",
                                "'5874897-12-31'",
                                "'1969-12-31'",
                                "'1582-10-10'"),
                column("ti", "time", "time", TIME, FileType.TIME)
                        .holds(
                                "'00:00:00'",
                                "'23:59:59.999999'",
                                "'00:00:00.000001'",
                                "'12:34:56.7'"),
                column("ti0", "time(0)", "time", TIME, FileType.TIME).holds("'12:34:56.7'"),
                column("ts", "timestamp", "timestamp", TIMESTAMP, FileType.TIMESTAMP)
                        .holds(
                                "'1970-01-01 00:00:00'",
                                "'2024-02-29 12:34:56.789012'",
                                "'1969-12-31 23:59:59.999999'",
                                "'1700-01-01 00:00:00.000001'",
                                "'9999-12-31 23:59:59.999999'",
                                "'10000-01-01 00:00:00'",
                                "'0044-03-15 10:00:00 BC'",
                                "'4713-01-01 00:00:00 BC'",
                                "'294246-12-31 23:59:59.999999'"),
                column("ts3", "timestamp(3)", "timestamp", TIMESTAMP, FileType.TIMESTAMP)
                        .holds("'2024-02-29 12:34:56.7895'"),
                column("tz", "timestamptz", "timestamptz", INSTANT, FileType.TIMESTAMP_TZ)
                        .holds(
                                "'2024-02-29 12:34:56.789012+05'",
                                "'1970-01-01 00:00:00+00'",
                                "'1969-12-31 23:59:59.999999+00'",
                                "'9999-12-31 23:59:59.999999+00'",
                                "'0044-03-15 10:00:00+00 BC'",
                                "'294247-01-10 04:00:54.775806+00'",
                                "'2024-03-31 02:30:00 Europe/Berlin'"),
                column("iv", "interval", "interval", INTERVAL, FileType.INTERVAL)
                        .holds(
                                "'1 year 2 mons -3 days 25:00'",
                                "'-1 year'",
                                "'0'",
                                "'25 hours'",
                                "'-01:02:00'",
                                "'14 mons 1.5 seconds'",
                                "'-0.000001 seconds'",
                                "'178000000 years'",
                                "'-1 mon 1 day -00:00:01.25'"),
                column("en", "round_trip_mood", "round_trip_mood", TEXT, FileType.ENUM)
                        .holds("'sad'", "'très content'"),
                column("nothing", "text", "text", TEXT, FileType.TEXT),
                column("no_number", "numeric(10,2)", "numeric", TEXT, FileType.decimal(10, 2)),
                column(
                                "free",
                                "numeric",
                                "numeric",
                                "$::numeric(38,18)::text",
                                FileType.decimal(38, 18))
                        .holds("1.5", "-0.000000000000000001", "0")
                        .overridden("decimal(38,18)"),
                column("free_text", "numeric", "numeric", TEXT, FileType.TEXT.as("compatible"))
                        .holds("1.50", "'NaN'", "1e40", "-0.000")
                        .overridden("text"),
                column("boundless", "numeric", "numeric", TEXT, FileType.TEXT.as("compatible"))
                        .holds("'Infinity'", "'-Infinity'")
                        .overridden("text")
                        .since(14),
                column("wide", "bigint", "int8", TEXT, FileType.decimal(20, 0))
                        .holds("9223372036854775807", "-1")
                        .overridden("decimal(20,0)"),
                column("narrow", "bigint", "int8", TEXT, FileType.INT16.as("lossy"))
                        .holds("-32768", "7")
                        .overridden("int2"),
                column("uuid_text", "text", "text", "lower($)", FileType.UUID.as("compatible"))
                        .holds("'01234567-89AB-cdef-0123-456789abcdef'")
                        .overridden("uuid"),
                column("ip", "inet", "inet", "abbrev($)", FileType.TEXT.as("compatible"))
                        .holds("'10.0.0.1/8'", "'::1'")
                        .overridden("text"),
                column("bits", "bit varying(9)", "varbit", TEXT, FileType.TEXT.as("compatible"))
                        .holds("B'101'", "B''")
                        .overridden("text"),
                column("xm", "xml", "xml", TEXT, FileType.TEXT.as("compatible"))
                        .holds("'<a>1</a>'")
                        .overridden("text"),
                column("rng", "int4range", "int4range", TEXT, FileType.TEXT.as("compatible"))
                        .holds("'[1,3)'", "'empty'")
                        .overridden("text"),
                column("tzt", "timetz", "timetz", TEXT, FileType.TEXT.as("compatible"))
                        .holds("'08:00+02'")
                        .overridden("text"));
    }

    private static List<TypeCase> lists() {
        return List.of(
                list("l_b", "boolean", "_bool", TEXT, FileType.BOOL).holds("'{t,NULL,f}'", "'{}'"),
                list("l_i2", "smallint", "_int2", TEXT, FileType.INT16).holds("'{-32768,32767}'"),
                list("l_i4", "integer", "_int4", TEXT, FileType.INT32)
                        .holds("'{1,NULL,3}'", "'{}'", "'{NULL}'", "'[5:6]={1,2}'"),
                list("l_i8", "bigint", "_int8", TEXT, FileType.INT64)
                        .holds("'{9223372036854775807}'"),
                list("l_o", "oid", "_oid", TEXT, FileType.INT64).holds("'{4294967295}'"),
                list("l_f4", "real", "_float4", TEXT, FileType.FLOAT32)
                        .holds("'{0.1,NaN,-0,1e-45}'"),
                list("l_f8", "double precision", "_float8", TEXT, FileType.FLOAT64)
                        .holds("'{0.1,NaN,Infinity,-Infinity,-0,1e100}'"),
                list("l_n", "numeric(10,2)", "_numeric", TEXT, FileType.decimal(10, 2))
                        .holds("'{1.5,NULL,-99999999.99}'"),
                list("l_t", "text", "_text", TEXT, FileType.TEXT)
                        .holds("ARRAY['a', '', '{b,\"c\"}', NULL, 'NULL', E'\\n', '😀']", "'{}'"),
                list("l_vc", "varchar(9)", "_varchar", TEXT, FileType.TEXT).holds("'{a,\"\"}'"),
                list("l_c", "char(3)", "_bpchar", "rpad($::text, 3)", FileType.TEXT)
                        .holds("'{a,abc}'"),
                list("l_nm", "name", "_name", TEXT, FileType.TEXT).holds("'{a}'"),
                list("l_by", "bytea", "_bytea", HEX, FileType.BINARY)
                        .holds("ARRAY['\\x00ff'::bytea, '\\x', NULL]"),
                list("l_u", "uuid", "_uuid", TEXT, FileType.UUID)
                        .holds("'{01234567-89ab-cdef-0123-456789abcdef,NULL}'"),
                list("l_da", "date", "_date", DATE, FileType.DATE)
                        .holds("'{1970-01-01,\"0044-03-15 BC\",10000-01-01,NULL}'"),
                list("l_ti", "time", "_time", TIME, FileType.TIME)
                        .holds("'{23:59:59.999999,00:00}'"),
                list("l_ts", "timestamp", "_timestamp", TIMESTAMP, FileType.TIMESTAMP)
                        .holds("'{1969-12-31 23:59:59.999999,NULL}'"),
                list("l_tz", "timestamptz", "_timestamptz", INSTANT, FileType.TIMESTAMP_TZ)
                        .holds("'{2024-02-29 12:34:56.789012+05}'"),
                list("l_iv", "interval", "_interval", INTERVAL, FileType.INTERVAL)
                        .holds("'{1 day,-01:00}'"),
                list("l_js", "json", "_json", TEXT, FileType.JSON)
                        .holds("ARRAY['{\"a\" : 1}'::json, NULL]"),
                list("l_jb", "jsonb", "_jsonb", TEXT, FileType.JSON)
                        .holds("ARRAY['{\"a\":1}'::jsonb]"),
                list("l_en", "round_trip_mood", "_round_trip_mood", TEXT, FileType.ENUM)
                        .holds("'{sad,NULL}'"));
    }

    private static TypeCase list(
            String name, String element, String nativeType, String source, FileType file) {
        String each = source.replace("$", "e");
        String texts =
                ("(SELECT CASE WHEN $ IS NULL THEN NULL ELSE"
                                + " coalesce(json_agg((%s)::text ORDER BY i), '[]') END::text"
                                + " FROM unnest($) WITH ORDINALITY AS u(e, i))")
                        .formatted(each);
        return TypeCase.column(name, element + "[]", nativeType, texts, listOf(file));
    }
}
