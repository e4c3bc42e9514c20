package dev.rivet.source.mysql.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.config.Selection;
import dev.rivet.config.Tuning;
import dev.rivet.source.mysql.connect.ServerIdentity;
import dev.rivet.source.mysql.connect.SessionSettings;
import dev.rivet.source.mysql.type.SourceColumn;
import dev.rivet.source.mysql.wire.WireColumn;
import dev.rivet.source.mysql.wire.WireType;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SqlTest {
    private static final Selection.Table TABLE = new Selection.Table("shop", "odd`name");

    @Test
    void identifiersAreQuotedPartByPart() {
        assertThat(Sql.everything(TABLE)).isEqualTo("SELECT * FROM `shop`.`odd``name`");
        assertThat(Sql.everything(new Selection.Table(null, "a.b")))
                .isEqualTo("SELECT * FROM `a.b`");
        assertThat(Sql.everything(new Selection.Query("SELECT 1"))).isEqualTo("SELECT 1");
    }

    @Test
    void pagesFollowTheKeyOverItsIndex() {
        PageKey key = key(WireType.LONG, "", "");
        assertThat(Sql.firstPage(TABLE, List.of("id", "v"), key))
                .isEqualTo(
                        "SELECT `id`, `v` FROM `shop`.`odd``name` FORCE INDEX (`PRIMARY`)"
                                + " ORDER BY `id` LIMIT ? OFFSET ?");
        assertThat(Sql.nextPage(TABLE, List.of("id", "v"), key))
                .isEqualTo(
                        "SELECT `id`, `v` FROM `shop`.`odd``name` FORCE INDEX (`PRIMARY`)"
                                + " WHERE `id` > ? ORDER BY `id` LIMIT ? OFFSET ?");
    }

    @Test
    void rangesHaveBothEndsAndALimit() {
        PageKey key = key(WireType.LONG, "", "");
        assertThat(Sql.range(TABLE, List.of("id", "v"), key))
                .isEqualTo(
                        "SELECT `id`, `v` FROM `shop`.`odd``name` FORCE INDEX (`PRIMARY`)"
                                + " WHERE `id` BETWEEN ? AND ? ORDER BY `id` LIMIT ?");
        assertThat(Sql.bounds(TABLE, key))
                .isEqualTo(
                        "SELECT CAST(MIN(`id`) AS CHAR), CAST(MAX(`id`) AS CHAR)"
                                + " FROM `shop`.`odd``name`");
        assertThat(Sql.lock(TABLE)).isEqualTo("LOCK TABLES `shop`.`odd``name` READ");
    }

    @Test
    void textKeysAreComparedInTheColumnsOwnCollation() {
        assertThat(key(WireType.VAR_STRING, "latin1", "latin1_swedish_ci").placeholder())
                .isEqualTo("CONVERT(? USING latin1) COLLATE latin1_swedish_ci");
    }

    @Test
    void aCatalogThatAnswersStrangelyIsNotQuotedIntoAStatement() {
        assertThat(PageKey.over(column(WireType.VAR_STRING), 0, "k", "utf8mb4", "x; DROP TABLE t"))
                .isEmpty();
    }

    @Test
    void typesThatDoNotTravelBackExactlyAreNoKeys() {
        for (WireType each :
                List.of(
                        WireType.FLOAT,
                        WireType.DOUBLE,
                        WireType.DECIMAL,
                        WireType.TIME,
                        WireType.BIT,
                        WireType.JSON,
                        WireType.ENUM)) {
            assertThat(PageKey.over(column(each), 0, "PRIMARY", "", "")).as(each.name()).isEmpty();
        }
    }

    @Test
    void theTwoProductsLimitStatementsInTheirOwnWay() {
        Tuning tuning =
                new Tuning(
                        "t",
                        1,
                        1,
                        Duration.ZERO,
                        Duration.ofMillis(2500),
                        Duration.ofMillis(1500),
                        0,
                        1);
        assertThat(SessionSettings.limits(ServerIdentity.of("8.0.33", 1), tuning))
                .containsExactly(
                        "SET @@SESSION.max_execution_time = 2500",
                        "SET @@SESSION.lock_wait_timeout = 2,"
                                + " @@SESSION.innodb_lock_wait_timeout = 2");
        assertThat(SessionSettings.limits(ServerIdentity.of("10.6.1-MariaDB-log", 1), tuning))
                .first()
                .isEqualTo("SET @@SESSION.max_statement_time = 2.500");
    }

    @Test
    void noBackslashEscapesIsTakenOutOfTheMode() {
        assertThat(
                        SessionSettings.opening(
                                ServerIdentity.of("8.0.33", 1),
                                "ANSI_QUOTES,NO_BACKSLASH_ESCAPES,STRICT_TRANS_TABLES"))
                .anySatisfy(
                        each ->
                                assertThat(each)
                                        .contains("sql_mode = 'ANSI_QUOTES,STRICT_TRANS_TABLES'"));
    }

    private static PageKey key(WireType type, String charset, String collation) {
        return PageKey.over(column(type), 0, "PRIMARY", charset, collation).orElseThrow();
    }

    private static SourceColumn column(WireType type) {
        return new SourceColumn(new WireColumn("", "", "", "id", 255, 20, type, 0, 0), "");
    }
}
