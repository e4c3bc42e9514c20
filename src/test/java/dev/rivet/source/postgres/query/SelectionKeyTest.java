package dev.rivet.source.postgres.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.plan.Edge;
import dev.rivet.plan.Key;
import dev.rivet.plan.KeyType;
import dev.rivet.plan.KeyValue;
import dev.rivet.plan.Slice;
import java.util.List;
import org.junit.jupiter.api.Test;

class SelectionKeyTest {
    private static SelectionKey key(KeyType type, String sqlType, String... columns) {
        return new SelectionKey(
                new Key(List.of(columns)),
                "public.t",
                type,
                new SelectionKey.Comparison("pg_catalog." + sqlType, "pg_catalog", false),
                SelectionKey.Limits.of(type, 18),
                true);
    }

    private static Edge including(KeyType type, String text) {
        return Edge.including(new KeyValue(type, text));
    }

    @Test
    void slicesBecomeConditions() {
        SelectionKey id = key(KeyType.INTEGER, "int8", "id");
        Key key = id.key();
        Edge five = including(KeyType.INTEGER, "5");
        Edge nine = Edge.excluding(new KeyValue(KeyType.INTEGER, "9"));

        assertThat(id.select("*", new Slice.Between(key, five, nine)))
                .isEqualTo(
                        "SELECT * FROM public.t WHERE"
                                + " \"id\" OPERATOR(pg_catalog.>=) '5'::pg_catalog.int8"
                                + " AND \"id\" OPERATOR(pg_catalog.<) '9'::pg_catalog.int8");
        assertThat(id.condition(new Slice.Between(key, null, null)))
                .isEqualTo("\"id\" IS NOT NULL");
        assertThat(id.condition(new Slice.WithoutKey(key))).isEqualTo("\"id\" IS NULL");
    }

    @Test
    void keysWithoutAnEndLieInNoSliceBetweenEdges() {
        SelectionKey at = key(KeyType.INSTANT, "timestamptz", "updated at", "x");

        assertThat(at.condition(new Slice.Between(at.key(), null, null)))
                .isEqualTo(
                        "COALESCE(\"updated at\", \"x\") OPERATOR(pg_catalog.>)"
                                + " '-infinity'::pg_catalog.timestamptz"
                                + " AND COALESCE(\"updated at\", \"x\") OPERATOR(pg_catalog.<)"
                                + " 'infinity'::pg_catalog.timestamptz");
        assertThat(at.condition(new Slice.WithoutKey(at.key())))
                .startsWith("COALESCE(\"updated at\", \"x\") IS NULL OR ")
                .contains("'infinity'", "'-infinity'");
    }

    @Test
    void literalsAreQuotedOnceAndOfTheColumnsType() {
        SelectionKey text = key(KeyType.TEXT, "text", "t");
        SelectionKey bytes = key(KeyType.BINARY, "bytea", "b");
        SelectionKey time = key(KeyType.TIMESTAMP, "timestamp", "t");

        assertThat(text.literal(new KeyValue(KeyType.TEXT, "it's \\")))
                .isEqualTo("E'it''s \\\\'::pg_catalog.text");
        assertThat(bytes.literal(new KeyValue(KeyType.BINARY, "00ff")))
                .isEqualTo("E'\\\\x00ff'::pg_catalog.bytea");
        assertThat(time.literal(new KeyValue(KeyType.TIMESTAMP, "-0043-03-15T12:00:00.5")))
                .isEqualTo("'0044-03-15 12:00:00.5 BC'::pg_catalog.timestamp");
        assertThatThrownBy(() -> text.literal(new KeyValue(KeyType.INTEGER, "1")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> text.literal(new KeyValue(KeyType.TEXT, "a\0b")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void integersBeyondTheServersNeedNoComparison() {
        SelectionKey id = key(KeyType.INTEGER, "int8", "id");
        Edge above = including(KeyType.INTEGER, "9223372036854775808");
        Edge below = including(KeyType.INTEGER, "-9223372036854775809");

        assertThat(id.condition(new Slice.Between(id.key(), below, above)))
                .isEqualTo("\"id\" IS NOT NULL");
        assertThat(id.condition(new Slice.Between(id.key(), above, null))).isEqualTo("false");
        assertThat(id.condition(new Slice.Between(id.key(), null, below))).isEqualTo("false");
    }

    @Test
    void piecesMeet() {
        SelectionKey id = key(KeyType.INTEGER, "int8", "id");
        Slice slice = new Slice.Between(id.key(), including(KeyType.INTEGER, "1"), null);
        KeyPieces pieces =
                KeyPieces.of(
                        id,
                        slice,
                        List.of(
                                new KeyValue(KeyType.INTEGER, "4"),
                                new KeyValue(KeyType.INTEGER, "7")));

        assertThat(pieces.count()).isEqualTo(3);
        assertThat(pieces.next().orElseThrow()).contains(">=) '1'", "<) '4'");
        assertThat(pieces.next().orElseThrow()).contains(">=) '4'", "<) '7'");
        assertThat(pieces.isEmpty()).isFalse();
        assertThat(pieces.next().orElseThrow()).endsWith(">=) '7'::pg_catalog.int8");
        assertThat(pieces.isEmpty()).isTrue();
        assertThat(pieces.next()).isEmpty();
    }
}
