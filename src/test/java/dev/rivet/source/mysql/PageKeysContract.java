package dev.rivet.source.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.config.Selection;
import dev.rivet.diag.Code;
import dev.rivet.row.Unrepresentable;
import dev.rivet.source.ReadPlan;
import dev.rivet.source.ReadRequest;
import dev.rivet.source.SourceSession;
import dev.rivet.source.mysql.decode.BatchValues;
import dev.rivet.source.mysql.query.MySqlPlan;
import dev.rivet.source.mysql.query.PageKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tables paged by a key that is no integer: text, whatever its bytes and collation, binary, dates.
interface PageKeysContract {
    KeyTables tables();

    /// Collations of the server that differ in what they ignore and how they pad.
    List<String> collations();

    /// All that it has.
    List<String> allCollations();

    @Test
    default void backslashesOfSjisAreNotTheWideOnes() {
        tables().create(
                        "k_paths",
                        "VARCHAR(80) CHARACTER SET sjis",
                        "SELECT CONCAT(X'433A5C646174615C66', LPAD(n, 4, '0')) FROM k_numbers"
                                + " WHERE n < 1200");
        assertThat(tables().assertRead("k_paths", 10_000)).isEqualTo(1200);
    }

    @Test
    default void aNameThatIsStoredInAnotherWayDoesNotHideThoseBehindIt() {
        tables().create(
                        "k_names",
                        "VARCHAR(80) CHARACTER SET cp932",
                        "SELECT CONCAT('a', LPAD(n, 4, '0')) FROM k_numbers WHERE n < 499",
                        "SELECT X'EEE0'",
                        "SELECT CONCAT(X'FAB1', LPAD(n, 4, '0')) FROM k_numbers WHERE n < 101");
        assertThat(tables().assertRead("k_names", 10_000)).isEqualTo(601);
    }

    @Test
    default void aNameThatIsStoredInAnotherWayDoesNotBringBackThoseBeforeIt() {
        symbols("k_symbols", 499, 200);
        assertThat(tables().assertRead("k_symbols", 10_000)).isEqualTo(700);
    }

    @Test
    default void aReadOfSingleRowsEnds() {
        symbols("k_seven", 3, 3);
        assertThat(tables().assertRead("k_seven", 1)).isEqualTo(7);
    }

    /// The key goes back in the way in which it once did.
    @Test
    default void aKeyThatBecomesAnotherOneOnItsWayFailsTheRead() {
        symbols("k_wrong", 3, 3);
        try (SourceSession session = tables().live().open()) {
            MySqlPlan plan = (MySqlPlan) session.describe(request("k_wrong", 4));
            PageKey key = Objects.requireNonNull(plan.pageKey());
            PageKey wrong =
                    new PageKey(
                            key.column(),
                            key.position(),
                            key.index(),
                            key.form(),
                            "CONVERT(CONVERT(%s USING utf8mb4) USING cp932)"
                                    .formatted(key.placeholder()),
                            key.pad());
            MySqlPlan old =
                    new MySqlPlan(
                            plan.selection(),
                            plan.schema(),
                            plan.columns(),
                            wrong,
                            plan.size(),
                            plan.readPath(),
                            plan.policy(),
                            plan.tuning());
            assertThatThrownBy(() -> tables().live().readPages(old))
                    .hasMessage(
                            "table k_wrong, key k: the page after '≒' (0x8790) begins with"
                                    + " 'ァ0000' (0x834030303030) instead of that row")
                    .extracting(MySqlTypesLiveIT::code)
                    .isEqualTo(Code.SOURCE_KEYS_OUT_OF_ORDER);
        }
    }

    /// `8790` is the same character as `81E0`.
    private void symbols(String name, int before, int after) {
        tables().create(
                        name,
                        "VARCHAR(80) CHARACTER SET cp932",
                        "SELECT CONCAT(X'8340', LPAD(n, 4, '0')) FROM k_numbers WHERE n < "
                                + before,
                        "SELECT X'8790'",
                        "SELECT CONCAT(X'889F', LPAD(n, 4, '0')) FROM k_numbers WHERE n < "
                                + after);
    }

    @ParameterizedTest
    @ValueSource(strings = {"VARCHAR(20)", "CHAR(20)"})
    default void blanksAndControlCharactersAtTheEndAreTheCollationsAffair(String type) {
        for (String each : CharsetKeysContract.ALL ? allCollations() : collations()) {
            String charset = each.substring(0, each.indexOf('_'));
            tables().create(
                            "k_ends",
                            type + " CHARACTER SET " + charset + " COLLATE " + each,
                            endings());
            String path =
                    type.startsWith("VAR") || ordersCharsAsItComparesThem(each)
                            ? "key pages by k, one snapshot"
                            : "stream, one statement";
            int rows = tables().assertRead("k_ends", 1, path);
            assertThat(rows).as(each).isGreaterThan(20);
            tables().assertRead("k_ends", 2, path);
            tables().inMode(
                            "PAD_CHAR_TO_FULL_LENGTH",
                            () -> tables().assertRead("k_ends", 1, path));
        }
    }

    /// Whether a CHAR has the same place in an index as in a comparison.
    boolean ordersCharsAsItComparesThem(String collation);

    private static String[] endings() {
        List<String> keys = new ArrayList<>();
        for (String word :
                List.of(
                        "", "a", "A", "á", "b", "ß", "ss", "ae", "æ", "c", "ch", "h", "i", "I",
                        "ı")) {
            for (String end : List.of("", "20", "2020", "00", "01", "09", "0A", "2D", "7A")) {
                keys.add("SELECT CONVERT(CONCAT('%s', X'%s') USING utf8mb4)".formatted(word, end));
            }
        }
        return keys.toArray(String[]::new);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "VARBINARY(8)",
                "VARCHAR(8) CHARACTER SET sjis",
                "VARCHAR(8) CHARACTER SET latin1",
                "VARCHAR(8) CHARACTER SET utf8mb4",
                "VARCHAR(8) CHARACTER SET ucs2"
            })
    default void theEmptyKeyIsAKeyInEveryMode(String type) {
        tables().create(
                        "k_modes",
                        type,
                        "SELECT ''",
                        "SELECT n FROM k_numbers WHERE n < 12",
                        "SELECT 'C:\\\\x\\'\"`'",
                        "SELECT X'0001'",
                        "SELECT X'0009'");
        for (String mode : modes()) {
            tables().inMode(
                            mode,
                            () -> {
                                for (int page = 1; page < 9; page++) {
                                    tables().assertRead("k_modes", page);
                                }
                            });
        }
    }

    /// Modes in which the server reads statements in another way.
    List<String> modes();

    @ParameterizedTest
    @ValueSource(ints = {1, 97})
    default void everyByteIsABinaryKey(int pageRows) {
        for (String type : List.of("VARBINARY(3)", "BINARY(3)")) {
            tables().create(
                            "k_binary",
                            type,
                            "SELECT UNHEX(LPAD(HEX(n), 2, '0')) FROM k_numbers WHERE n < 256",
                            "SELECT UNHEX(LPAD(HEX(n), 4, '0')) FROM k_numbers WHERE n % 61 = 0");
            assertThat(
                            rows("k_binary", pageRows).stream()
                                    .map(each -> each.get(0).toString())
                                    .toList())
                    .isEqualTo(
                            tables().strings(
                                            "SELECT CONCAT('0x', LOWER(HEX(k))) FROM k_binary"
                                                    + " ORDER BY k"));
        }
    }

    @Test
    default void labelsAreNotPagedBy() {
        for (String type : List.of("ENUM('b', 'a', '', 'c')", "SET('b', 'a', 'c')")) {
            tables().create(
                            "k_labels",
                            type,
                            "SELECT 'a'",
                            "SELECT 'b'",
                            "SELECT ''",
                            "SELECT 'c'");
            assertThat(rows("k_labels", 1))
                    .extracting(each -> each.get(0))
                    .containsExactlyInAnyOrder("a", "b", "", "c");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"DATE", "DATETIME", "DATETIME(6)", "TIMESTAMP(6)"})
    default void datesThatCannotBeSentBackAreNoEnd(String type) {
        tables().create(
                        "k_dates",
                        type,
                        "SELECT '2001-01-01 10:20:30.000400' + INTERVAL n HOUR FROM k_numbers"
                                + " WHERE n % 19 = 0 AND n < 2500",
                        "SELECT '0000-00-00'",
                        "SELECT '0000-01-01'",
                        "SELECT '0000-00-01'",
                        "SELECT '0999-12-31 23:59:59'",
                        "SELECT '2001-01-00 10:20:30'",
                        "SELECT '2001-00-00'",
                        "SELECT '2001-00-01 00:00:01'",
                        "SELECT '9999-12-31 23:59:59'");
        List<String> stored = tables().strings("SELECT CAST(k AS CHAR) FROM k_dates ORDER BY k");
        for (int page : new int[] {1, 2, 97}) {
            assertThat(rows("k_dates", page))
                    .extracting(each -> ((String) each.get(0)).replace('T', ' '))
                    .containsExactlyElementsOf(stored);
        }
    }

    /// With a policy under which any date passes, as text.
    private List<List<Object>> rows(String table, int pageRows) {
        return List.copyOf(BatchValues.rows(tables().live().read(request(table, pageRows))));
    }

    private static ReadRequest request(String table, int pageRows) {
        return LiveSource.request(
                new Selection.Table(null, table),
                Map.of(),
                Unrepresentable.STRING,
                LiveSource.batches(pageRows, 1 << 20));
    }

    /// Rows of several packets at both sides of a page's end.
    @Test
    default void rowsOfSeveralPacketsAreReadOnce() {
        tables().create(
                        "k_wide",
                        "VARCHAR(8) CHARACTER SET sjis",
                        "SELECT X'5C'",
                        "SELECT X'815F'",
                        "SELECT X'41'",
                        "SELECT X'42'");
        tables().execute(
                        "ALTER TABLE k_wide ADD v LONGTEXT, ADD w LONGTEXT",
                        "UPDATE k_wide SET v = REPEAT(k, 3000000), w = REPEAT('w', 14000000)");
        for (int page : new int[] {1, 3}) {
            assertThat(rows("k_wide", page))
                    .extracting(each -> each.get(1) + " " + ((String) each.get(2)).length())
                    .containsExactly(
                            "0x41 3000000", "0x42 3000000", "0x5c 3000000", "0x815f 3000000");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "VARCHAR(80) CHARACTER SET sjis",
                "CHAR(80) CHARACTER SET latin1",
                "VARCHAR(80) CHARACTER SET utf8mb4",
                "VARCHAR(80) CHARACTER SET utf16",
                "VARBINARY(80)",
                "DATETIME(6)",
                "DATE"
            })
    default void pagesAreFoundInTheIndex(String type) {
        boolean date = type.startsWith("DATE");
        tables().create(
                        "k_plan",
                        type,
                        "SELECT "
                                + (date
                                        ? "DATE'2001-01-01' + INTERVAL n DAY"
                                        : "CONCAT('k', 10000 + n)")
                                + " FROM k_numbers WHERE n < 6000");
        tables().execute("ALTER TABLE k_plan ADD v INT", "ANALYZE TABLE k_plan");
        String sql;
        try (SourceSession session = tables().live().open()) {
            ReadPlan plan = session.describe(LiveSource.table("k_plan"));
            assertThat(plan.path()).isEqualTo("key pages by k, one snapshot");
            sql = plan.sql();
        }
        for (String key : List.of("0", "3000")) {
            String value =
                    "(SELECT "
                            + (date ? "k" : sql.contains("UNHEX") ? "HEX(k)" : "own")
                            + " FROM k_plan ORDER BY k LIMIT 1 OFFSET "
                            + key
                            + ")";
            assertThat(tables().explained(sql, value)).isEqualTo("range PRIMARY Using where");
        }
    }
}
