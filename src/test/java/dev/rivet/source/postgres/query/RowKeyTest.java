package dev.rivet.source.postgres.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.plan.Edge;
import dev.rivet.plan.Key;
import dev.rivet.plan.KeyType;
import dev.rivet.plan.KeyValue;
import dev.rivet.plan.Slice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowKeyTest {
    private static SelectionKey part(String name, String operators) {
        return new SelectionKey(
                Key.of(name),
                "t",
                KeyType.INTEGER,
                new SelectionKey.Comparison("int8", operators, false),
                SelectionKey.Limits.NONE,
                false);
    }

    private static RowKey key(String second) {
        return new RowKey(
                Key.row(List.of("a", "b", "c")),
                "t",
                List.of(part("a", "s"), part("b", second), part("c", "s")));
    }

    /// `[1 2 3`, `(1`, `1 2]`.
    private static @Nullable Edge edge(String text) {
        if (text.equals("-")) {
            return null;
        }
        List<KeyValue> parts = new ArrayList<>();
        for (String each : text.replaceAll("[\\[\\]()]", "").split(" ", -1)) {
            parts.add(new KeyValue(KeyType.INTEGER, each));
        }
        KeyValue row = KeyValue.row(parts);
        return text.contains("[") || text.contains("]") ? Edge.including(row) : Edge.excluding(row);
    }

    /// Without what each operator and literal says.
    private static String condition(RowKey key, String from, String to) {
        return key.condition(new Slice.Between(key.key(), edge(from), edge(to)))
                .replaceAll("OPERATOR\\([a-z]+\\.([<>=]+)\\)", "$1")
                .replaceAll("'([0-9]+)'::int8", "$1")
                .replace("\"", "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "- | - | true",
                "[1 2 3 | - | ROW(a, b, c) >= ROW(1, 2, 3) AND (a > 1 OR (a = 1 AND b >= 2))",
                "(1 2 3 | - | ROW(a, b, c) > ROW(1, 2, 3) AND (a > 1 OR (a = 1 AND b >= 2))",
                "- | 1 2) | ROW(a, b) < ROW(1, 2) AND (a < 1 OR (a = 1 AND b < 2))",
                "- | 1] | a <= 1",
                "[1 2 | 5 6) | a >= 1 AND a <= 5 AND ROW(a, b) >= ROW(1, 2)"
                        + " AND (a > 1 OR (a = 1 AND b >= 2)) AND ROW(a, b) < ROW(5, 6)"
                        + " AND (a < 5 OR (a = 5 AND b < 6))",
                "[1 | 5) | a >= 1 AND a < 5",
                "[1 2 | 1 9) | a = 1 AND b >= 2 AND b < 9",
                "[1 | 1 9) | a = 1 AND b < 9",
                "(1 | 1 9) | a = 1 AND false AND b < 9",
                "[1 2 3 | 1 2 3] | a = 1 AND b = 2 AND c = 3",
            })
    void slicesBecomeComparisonsOfRows(String from, String to, String condition) {
        assertThat(condition(key("s"), from, to)).isEqualTo(condition);
    }

    /// A comparison of rows has one schema for all its operators.
    @Test
    void columnsWithOperatorsOfTheirOwnAreComparedOneByOne() {
        assertThat(condition(key("other"), "[1 2 3", "-"))
                .isEqualTo("(a > 1 OR (a = 1 AND (b > 2 OR (b = 2 AND c >= 3))))");
        assertThat(condition(key("other"), "[1 2 3", "5 6)"))
                .startsWith("a >= 1 AND a <= 5 AND (a > 1 OR ")
                .endsWith("(a < 5 OR (a = 5 AND b < 6))");
    }

    @Test
    void aRowIsWrittenAndReadAsItsParts() {
        RowKey key = key("s");

        assertThat(key.value("[\"1\", \"2\", \"3\"]"))
                .isEqualTo(java.util.Objects.requireNonNull(edge("1 2 3")).value());
        assertThat(key.sorted("DESC")).isEqualTo("\"a\" DESC, \"b\" DESC, \"c\" DESC");
        assertThat(key.condition(new Slice.WithoutKey(key.key()))).isEqualTo("false");
    }
}
