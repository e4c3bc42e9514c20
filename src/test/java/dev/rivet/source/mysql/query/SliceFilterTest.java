package dev.rivet.source.mysql.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.plan.Edge;
import dev.rivet.plan.Key;
import dev.rivet.plan.KeyType;
import dev.rivet.plan.KeyValue;
import dev.rivet.plan.Slice;
import dev.rivet.source.mysql.type.SourceColumn;
import dev.rivet.source.mysql.wire.WireColumn;
import dev.rivet.source.mysql.wire.WireType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SliceFilterTest {
    private static final int NOT_NULL = 1;
    private static final int UNSIGNED = 32;

    private static SliceKey key(KeyType type, WireType wire, int flags) {
        int charset = wire == WireType.VAR_STRING && type == KeyType.BINARY ? 63 : 255;
        WireColumn column = new WireColumn("", "", "", "odd`k", charset, 20, wire, flags, 0);
        return new SliceKey(
                type, List.of(new KeyColumn(new SourceColumn(column, ""), 0, "utf8mb4", "x")));
    }

    /// `[1, 2)`, `(1, …)`.
    private static Slice.Between slice(KeyType type, String range) {
        String[] ends = range.substring(1, range.length() - 1).split(", ", -1);
        return new Slice.Between(
                Key.of("odd`k"),
                edge(type, ends[0], range.startsWith("[")),
                edge(type, ends[1], range.endsWith("]")));
    }

    private static @Nullable Edge edge(KeyType type, String text, boolean included) {
        return text.equals("…")
                ? null
                : new Edge(
                        new KeyValue(type, text),
                        included ? Edge.Side.INCLUDED : Edge.Side.EXCLUDED);
    }

    private static String condition(KeyType type, WireType wire, int flags, String range) {
        return SliceFilter.of(key(type, wire, flags), slice(type, range)).orElse("all");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "LONG | 0 | (1, 5] | `odd``k` >= 2 AND `odd``k` <= 5",
                "LONG | 0 | [1, 5) | `odd``k` >= 1 AND `odd``k` <= 4",
                "LONG | 0 | [-2147483648, 2147483647] | `odd``k` IS NOT NULL",
                "LONG | 1 | [-2147483648, 2147483647] | all",
                "LONG | 0 | (2147483647, …) | FALSE",
                "LONG | 0 | (…, -2147483648) | FALSE",
                "TINY | 32 | (-7, 300) | `odd``k` IS NOT NULL",
                "LONGLONG | 32 | (18446744073709551614, …) | `odd``k` >= 18446744073709551615",
                "LONGLONG | 32 | (18446744073709551615, …) | FALSE",
                "YEAR | 0 | (0, 50) | `odd``k` >= 1901 AND `odd``k` <= 0",
                "YEAR | 0 | (…, 1900] | `odd``k` <= 0",
            })
    void integersAreAskedForWithinTheirType(
            WireType wire, int flags, String range, String condition) {
        assertThat(condition(KeyType.INTEGER, wire, flags, range)).isEqualTo(condition);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "(2024-02-28, 2024-12-31] | `odd``k` >= DATE'2024-02-29' AND `odd``k` <"
                        + " DATE'2025-01-01'",
                "[0000-01-01, 9999-12-31] | `odd``k` IS NOT NULL",
                "(0000-01-01, …) | `odd``k` >= DATE'0000-01-02'",
                "(…, 0000-01-01) | FALSE",
                "(9999-12-31, …) | FALSE",
            })
    void datesAreHalfOpen(String range, String condition) {
        assertThat(condition(KeyType.DATE, WireType.DATE, 0, range)).isEqualTo(condition);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[1970-01-01T00:00:00Z, …) | `odd``k` IS NOT NULL",
                "(1970-01-01T00:00:00Z, …) | `odd``k` > 0",
                "(…, 1970-01-01T00:00:00Z] | `odd``k` = 0",
                "(…, 1969-01-01T00:00:00Z] | FALSE",
                "(…, 2024-01-01T00:00:00.5Z) | `odd``k` < TIMESTAMP'2024-01-01 00:00:00.500000'",
            })
    void noTimestampIsComparedWithWhatNoneCanBe(String range, String condition) {
        assertThat(condition(KeyType.INSTANT, WireType.TIMESTAMP, 0, range)).isEqualTo(condition);
    }

    @Test
    void otherValuesAreLiteralsOfTheirType() {
        assertThat(condition(KeyType.DECIMAL, WireType.DECIMAL, 0, "(-1.50, 1E3]"))
                .isEqualTo("`odd``k` > -1.50 AND `odd``k` <= 1000");
        assertThat(condition(KeyType.FLOAT, WireType.DOUBLE, 0, "(0.1, 1.5E10]"))
                .isEqualTo("`odd``k` > 0.1E0 AND `odd``k` <= 1.5E10");
        assertThat(condition(KeyType.BINARY, WireType.VAR_STRING, 0, "[00ff, …)"))
                .isEqualTo("`odd``k` >= X'00ff'");
        assertThat(condition(KeyType.TEXT, WireType.VAR_STRING, 0, "['; --é, …)"))
                .isEqualTo("`odd``k` >= _utf8mb4 X'273b202d2dc3a9'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"INTEGER", "DECIMAL", "FLOAT", "DATE", "TIMESTAMP", "INSTANT", "BINARY"})
    void whatIsNoValueOfItsTypeIsNoSql(KeyType type) {
        for (String each : List.of("1; DROP TABLE t", "'", "NaN", "")) {
            if (type == KeyType.BINARY && each.isEmpty()) {
                continue;
            }
            assertThatThrownBy(() -> condition(type, WireType.LONG, 0, "[" + each + ", …)"))
                    .as(each)
                    .isInstanceOf(RuntimeException.class);
        }
    }

    @Test
    void anEdgeOfAnotherTypeIsRefused() {
        SliceKey key = key(KeyType.INTEGER, WireType.LONG, 0);
        assertThatThrownBy(() -> SliceFilter.of(key, slice(KeyType.TEXT, "[1, …)")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rowsWithoutAKeyAreThoseOfWhichAllColumnsAreNull() {
        Slice none = new Slice.WithoutKey(Key.of("odd`k"));
        assertThat(SliceFilter.of(key(KeyType.DATE, WireType.DATE, 0), none))
                .contains("COALESCE(`odd``k`) IS NULL");
        assertThat(SliceFilter.of(key(KeyType.DATE, WireType.DATE, NOT_NULL | UNSIGNED), none))
                .contains("FALSE");
    }
}
