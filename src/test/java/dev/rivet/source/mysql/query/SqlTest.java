package dev.rivet.source.mysql.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.config.Selection;
import dev.rivet.source.mysql.type.SourceColumn;
import dev.rivet.source.mysql.wire.WireColumn;
import dev.rivet.source.mysql.wire.WireType;
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
                                + " WHERE `id` >= ? ORDER BY `id` LIMIT ? OFFSET ?");
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
        assertThat(Sql.touch(TABLE, "@@server_id"))
                .isEqualTo(
                        "SELECT @@server_id, CONNECTION_ID(),"
                                + " (SELECT 1 FROM `shop`.`odd``name` LIMIT 1)");
    }

    @Test
    void textKeysAreComparedAsTheirOwnBytesInTheColumnsOwnCollation() {
        PageKey key = key(WireType.VAR_STRING, "latin1", "latin1_swedish_ci");
        assertThat(Sql.nextPage(TABLE, List.of("v", "id"), key))
                .isEqualTo(
                        "SELECT `v`, `id`, CAST(`id` AS BINARY) FROM `shop`.`odd``name`"
                                + " FORCE INDEX (`PRIMARY`) WHERE `id` >= CONVERT(UNHEX(?) USING latin1)"
                                + " COLLATE latin1_swedish_ci ORDER BY `id` LIMIT ? OFFSET ?");
    }

    @Test
    void textThatIsSentAsItIsNeedsNoSecondColumn() {
        for (String each : List.of("utf8", "utf8mb3", "utf8mb4")) {
            PageKey key = key(WireType.VAR_STRING, each, each + "_bin");
            assertThat(Sql.firstPage(TABLE, List.of("id"), key))
                    .startsWith("SELECT `id` FROM `shop`.`odd``name`");
        }
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

    private static PageKey key(WireType type, String charset, String collation) {
        return PageKey.over(column(type), 0, "PRIMARY", charset, collation).orElseThrow();
    }

    private static SourceColumn column(WireType type) {
        return new SourceColumn(new WireColumn("", "", "", "id", 255, 20, type, 0, 0), "");
    }
}
