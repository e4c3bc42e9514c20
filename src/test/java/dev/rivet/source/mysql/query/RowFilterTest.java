package dev.rivet.source.mysql.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.plan.Edge;
import dev.rivet.plan.KeyType;
import dev.rivet.plan.KeyValue;
import dev.rivet.plan.Slice;
import dev.rivet.source.mysql.type.SourceColumn;
import dev.rivet.source.mysql.wire.WireColumn;
import dev.rivet.source.mysql.wire.WireType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowFilterTest {
    private static final int NOT_NULL = 1;

    private static KeyColumn column(String name, WireType type) {
        WireColumn wire = new WireColumn("", "", "", name, 63, 20, type, NOT_NULL, 0);
        return new KeyColumn(new SourceColumn(wire, ""), 0, "", "");
    }

    private static SliceKey key(WireType second) {
        return new SliceKey(
                KeyType.ROW,
                List.of(
                        column("a", WireType.LONG),
                        column("b", second),
                        column("c", WireType.LONG)));
    }

    /// `[1 2 3`, `(1`, `1 2]`.
    private static @Nullable Edge edge(String text, KeyType second) {
        if (text.equals("-")) {
            return null;
        }
        List<KeyValue> parts = new ArrayList<>();
        for (String each : text.replaceAll("[\\[\\]()]", "").split(" ", -1)) {
            parts.add(new KeyValue(parts.size() == 1 ? second : KeyType.INTEGER, each));
        }
        KeyValue row = KeyValue.row(parts);
        return text.contains("[") || text.contains("]") ? Edge.including(row) : Edge.excluding(row);
    }

    private static String condition(SliceKey key, KeyType second, String from, String to) {
        Slice slice = new Slice.Between(key.key(), edge(from, second), edge(to, second));
        return SliceFilter.of(key, slice).orElse("all").replace("`", "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "- | - | all",
                "[1 2 | - | ((a >= 2) OR (a >= 1 AND a <= 1 AND b >= 2))",
                "(1 2 | - | ((a >= 2) OR (a >= 1 AND a <= 1 AND b >= 3))",
                "- | 1 2) | ((a <= 0) OR (a >= 1 AND a <= 1 AND b <= 1))",
                "- | 1] | a <= 1",
                "[1 | 5) | a >= 1 AND a <= 4",
                "[1 2 | 1 9) | a >= 1 AND a <= 1 AND b >= 2 AND b <= 8",
                "[1 | 1 9) | a >= 1 AND a <= 1 AND b <= 8",
                "(1 | 1 9) | FALSE",
                "[1 2 | 5) | ((a >= 2) OR (a >= 1 AND a <= 1 AND b >= 2)) AND a <= 4",
                "[2147483647 2 | - | a >= 2147483647 AND b >= 2",
                "- | 2147483647 2) | ((a <= 2147483646) OR (a >= 2147483647 AND b <= 1))",
            })
    void slicesAreWrittenOut(String from, String to, String condition) {
        assertThat(condition(key(WireType.LONG), KeyType.INTEGER, from, to)).isEqualTo(condition);
    }

    @Test
    void aDayIsAPoint() {
        assertThat(
                        condition(
                                key(WireType.DATE),
                                KeyType.DATE,
                                "[1 2024-05-31 7",
                                "1 2024-05-31 9)"))
                .isEqualTo("a >= 1 AND a <= 1 AND b = DATE'2024-05-31' AND c >= 7 AND c <= 8");
        assertThat(condition(key(WireType.DATE), KeyType.DATE, "(1 2024-05-31", "-"))
                .isEqualTo("((a >= 2) OR (a >= 1 AND a <= 1 AND b > DATE'2024-05-31'))");
        assertThat(condition(key(WireType.DATE), KeyType.DATE, "-", "1 2024-05-31 3]"))
                .isEqualTo(
                        "((a <= 0) OR (a >= 1 AND a <= 1 AND ((b < DATE'2024-05-31') OR (b ="
                                + " DATE'2024-05-31' AND c <= 3))))");
    }

    /// A zero date counts for the first day of all.
    @Test
    void theFirstDayIsAllThatLiesBeforeTheSecond() {
        assertThat(condition(key(WireType.DATE), KeyType.DATE, "[1 0000-01-01 7", "-"))
                .isEqualTo(
                        "((a >= 2) OR (a >= 1 AND a <= 1 AND ((b >= DATE'0000-01-02') OR (b <"
                                + " DATE'0000-01-02' AND c >= 7))))");
    }

    @Test
    void aRowIsWrittenAndReadAsItsParts() {
        SliceKey key = key(WireType.DATE);

        assertThat(key.text())
                .isEqualTo(
                        "CONCAT_WS(',', CAST(`a` AS CHAR), CAST(`b` AS CHAR), CAST(`c` AS CHAR))");
        assertThat(KeyTexts.value(key, "1,2024-05-31,3").display()).isEqualTo("(1, 2024-05-31, 3)");
        assertThat(key.isNullable()).isFalse();
        assertThat(SliceFilter.of(key, new Slice.WithoutKey(key.key()))).contains("FALSE");
    }
}
