package dev.rivet.source.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.source.mysql.decode.BatchValues;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Both products may define a result column otherwise when a statement is executed than when it is
/// prepared. Where that says nothing about the values, a query is read all the same.
interface ExpressionsContract {
    LiveSource live();

    static void fill(LiveSource live) {
        live.server()
                .execute(
                        "SET SESSION sql_mode = ''",
                        "DROP TABLE IF EXISTS expressed",
                        """
                        CREATE TABLE expressed (
                          id INT PRIMARY KEY, u BIGINT UNSIGNED, t TINYINT(1), s SMALLINT UNSIGNED,
                          d DECIMAL(20,4), f FLOAT, g DOUBLE, a DATE, b DATETIME(3), c TIMESTAMP NULL,
                          h TIME(2), y YEAR, w VARCHAR(30), l LONGTEXT, v VARBINARY(9), e ENUM('x', 'y'),
                          m SET('p', 'q'), k BIT(5))""",
                        """
                        INSERT INTO expressed VALUES
                          (1, 18446744073709551615, 1, 65535, -1234.5678, 1.5, 1e10, '2024-02-29',
                           '2024-02-29 12:34:56.789', '2024-02-29 12:34:56', '12:34:56.78', 2024, 'word',
                           'longer', 0xFF00, 'x', 'p,q', b'10101'),
                          (2, 2, 0, 2, 2.5, 2.5, 2.5, '2024-03-01', '2024-03-01 00:00:00',
                           '2024-03-01 00:00:00', '00:00:01', 1999, 'other', 'text', 0x00, 'y', '', b'0')""");
    }

    static Stream<String> expressions() {
        return """
        id + 1; u - 1; -id; id * d; d / 3; id / 3; id DIV 2; id % 2; s - 1; t + t; f * 2; g + d
        SUM(id); SUM(u); SUM(d); AVG(id); AVG(d); AVG(f); COUNT(*); MAX(u); MIN(d); MAX(w); MIN(b)
        STDDEV(id); BIT_OR(id); GROUP_CONCAT(w); COUNT(DISTINCT w)
        IF(id > 1, id, d); IF(t, w, l); IFNULL(d, 0); COALESCE(id, u); COALESCE(d, f); NULLIF(id, 1)
        CASE WHEN id = 1 THEN 1 ELSE 2.5 END; CASE id WHEN 1 THEN w ELSE 'none' END
        GREATEST(id, s); LEAST(d, 1.23456); ROUND(d, 1); ROUND(d); TRUNCATE(d, 2); CEILING(d)
        FLOOR(g); ABS(id); SIGN(d); POW(id, 2); SQRT(id); MOD(d, 2); RAND(1)
        NOW(); NOW(6); CURDATE(); CURTIME(3); UTC_TIMESTAMP(6); a + INTERVAL 1 DAY
        b + INTERVAL 1 MICROSECOND; DATE_ADD(w, INTERVAL 1 DAY); STR_TO_DATE('2024-01-02', '%Y-%m-%d')
        STR_TO_DATE('2024-01-02 03:04:05.6', '%Y-%m-%d %H:%i:%s.%f'); FROM_UNIXTIME(1.5)
        FROM_UNIXTIME(id); TIMEDIFF(b, c); SEC_TO_TIME(id); SEC_TO_TIME(ABS(d)); MAKETIME(1, 2, 3.4)
        ADDTIME(h, '0:0:0.1'); UNIX_TIMESTAMP(b); UNIX_TIMESTAMP(c); YEAR(a); EXTRACT(DAY FROM a)
        DATEDIFF(a, b); LAST_DAY(a); TIMESTAMP(a); TIMESTAMP(a, h); DATE(b); TIME(b); y + 0
        DATE_FORMAT(a, '%Y'); MONTHNAME(a); CONCAT(w, id); CONCAT(v, w); UPPER(w); LEFT(l, 2)
        REPLACE(w, 'o', '0'); LENGTH(w); REPEAT(w, 3); HEX(v); UNHEX('41'); MD5(w); UUID()
        CONVERT(w USING latin1); CONVERT(w USING binary); BINARY w; CAST(id AS CHAR)
        CAST(w AS BINARY(3)); CAST(d AS SIGNED); CAST(id AS UNSIGNED); CAST(g AS DECIMAL(20,3))
        CAST(w AS DATE); CAST(b AS TIME(1)); CAST(a AS DATETIME(2)); JSON_OBJECT('a', id)
        JSON_EXTRACT('{"a": 1}', '$.a'); JSON_ARRAY(w, d)
        1; 1.50; -1; 1e3; 'text'; X'41'; 0x4142; b'101'; TRUE; N'n'; _binary 'b'; DATE'2024-01-01'
        TIME'01:02:03.4'; TIMESTAMP'2024-01-01 00:00:00.12345'; 18446744073709551615
        99999999999999999999; id = 1; id IN (1, 2); w LIKE 'w%'; a BETWEEN '2024-01-01' AND NOW()
        id IS NULL; NOT t; id AND t; id & 1; u | 1; id << 2; ~id; e + 0; m + 0; k + 0; CONCAT(e, m)
        k; e; m; y; u; s; t; f; g; h; c; @@version; @@port; @@sql_mode; LAST_INSERT_ID()
        CONNECTION_ID(); DATABASE(); USER(); @unset; (SELECT MAX(d) FROM expressed)
        (SELECT w FROM expressed WHERE id = 1); EXISTS (SELECT 1); ROW_NUMBER() OVER (ORDER BY id)
        LAG(d) OVER (ORDER BY id); LEAD(w) OVER (ORDER BY id); SUM(d) OVER (ORDER BY id)
        NTILE(2) OVER (ORDER BY id); FIRST_VALUE(b) OVER (ORDER BY id)
        """
                .lines()
                .flatMap(line -> Stream.of(line.split(";")))
                .map(String::strip);
    }

    @ParameterizedTest
    @MethodSource("expressions")
    default void anExpressionIsReadAsItWasDescribed(String expression) {
        assertReads("SELECT %s AS v FROM expressed".formatted(expression));
    }

    static Stream<String> queries() {
        return Stream.of(
                "SELECT id AS v FROM expressed UNION SELECT d FROM expressed",
                "SELECT d AS v FROM expressed UNION ALL SELECT 1.23456789",
                "SELECT w AS v FROM expressed UNION ALL SELECT id FROM expressed",
                "SELECT a AS v FROM expressed UNION ALL SELECT b FROM expressed",
                "SELECT x.v FROM (SELECT d / 7 AS v FROM expressed) x",
                "SELECT x.v FROM (SELECT AVG(d) AS v, w FROM expressed GROUP BY w) x ORDER BY v",
                "WITH x AS (SELECT id, d FROM expressed) SELECT SUM(d) AS v FROM x GROUP BY id",
                "WITH RECURSIVE x (v) AS (SELECT 1 UNION ALL SELECT v + 1 FROM x WHERE v < 5)"
                        + " SELECT v FROM x",
                "SELECT p.d AS v FROM expressed p LEFT JOIN expressed q ON p.id = q.id + 1",
                "SELECT q.b AS v FROM expressed p LEFT JOIN expressed q ON p.id = q.id + 1",
                "SELECT COUNT(*) AS v FROM expressed GROUP BY w WITH ROLLUP",
                "SELECT w AS v FROM expressed GROUP BY w WITH ROLLUP",
                "SELECT d AS v FROM expressed ORDER BY d LIMIT 1",
                "SELECT DISTINCT e AS v FROM expressed",
                "SELECT @r := @r + 1 AS v FROM expressed, (SELECT @r := 0) i",
                "SELECT @s := CONCAT(@s, w) AS v FROM expressed, (SELECT @s := '') i",
                "SELECT @t := @t + d AS v FROM expressed, (SELECT @t := 0.00) i",
                "SHOW VARIABLES LIKE 'port'");
    }

    @ParameterizedTest
    @MethodSource("queries")
    default void aQueryIsReadAsItWasDescribed(String query) {
        assertReads(query);
    }

    private void assertReads(String query) {
        assertThat(BatchValues.rows(live().read(LiveSource.query(query)))).isNotEmpty();
    }
}
