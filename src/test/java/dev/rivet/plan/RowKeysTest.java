package dev.rivet.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.config.Mode;
import dev.rivet.plan.HighWater.Access;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Keys of several columns, compared one after the other.
class RowKeysTest {
    private static final Key KEY = Key.row(List.of("tenant", "name"));

    /// `7`, `7/x`, `7/x/2026-01-01`.
    private static KeyValue row(String text) {
        List<KeyType> types = List.of(KeyType.INTEGER, KeyType.TEXT, KeyType.DATE);
        List<KeyValue> parts = new ArrayList<>();
        for (String each : text.split("/", -1)) {
            parts.add(new KeyValue(types.get(parts.size()), each));
        }
        return KeyValue.row(parts);
    }

    @ParameterizedTest
    @CsvSource({
        "7/x, 7/x, 0",
        "7/x, 8/a, -1",
        "10/a, 9/x, 1",
        "7, 7/x, -1",
        "7/x/2026-01-02, 7/x/2026-01-01, 1",
        "7/x, 7/y, none",
        "7/x/2026-01-01, 7/x/infinity, none"
    })
    void theFirstPartsThatDifferTell(String one, String other, String told) {
        var found = row(one).compare(row(other));

        assertThat(found.isPresent() ? String.valueOf(found.getAsInt()) : "none").isEqualTo(told);
    }

    @Test
    void aRowIsItsParts() {
        KeyValue value = row("7/say \"x\", [y]/2026-01-01");

        assertThat(value.text())
                .isEqualTo(
                        "[[\"INTEGER\",\"7\"],[\"TEXT\",\"say \\\"x\\\", [y]\"],[\"DATE\",\"2026-01-01\"]]");
        assertThat(value.parts())
                .containsExactly(
                        new KeyValue(KeyType.INTEGER, "7"),
                        new KeyValue(KeyType.TEXT, "say \"x\", [y]"),
                        new KeyValue(KeyType.DATE, "2026-01-01"));
        assertThat(value.display()).isEqualTo("(7, say \"x\", [y], 2026-01-01)");
        assertThat(KEY.display()).isEqualTo("(tenant, name)");
        assertThat(new Key(KEY.columns()).display()).isEqualTo("coalesce(tenant, name)");
        assertThat(Key.row(List.of("id"))).isEqualTo(Key.of("id"));
    }

    private static ExportPlan plan() {
        KeySurvey survey =
                new KeySurvey(
                        KeyType.ROW,
                        row("1/a"),
                        row("9/z"),
                        new KeySurvey.Traits(Access.INDEX, true, false),
                        300L,
                        null,
                        List.of(row("3"), row("7/m")));
        return Chunks.plan(
                new Mode.Chunked(KEY.columns(), new Mode.Cut.Rows(100), true, Mode.Moment.ONE),
                KEY,
                survey);
    }

    @Test
    void chunksAreCutAtRowsAndBeginningsOfRows() {
        assertThat(plan().chunks().stream().map(Chunk::slice))
                .containsExactly(
                        new Slice.Between(KEY, null, Edge.excluding(row("3"))),
                        new Slice.Between(
                                KEY, Edge.including(row("3")), Edge.excluding(row("7/m"))),
                        new Slice.Between(KEY, Edge.including(row("7/m")), null));
        assertThat(plan().strategy()).isEqualTo("chunked((tenant, name), size=100)");
    }

    @Test
    void plansOfBothFormsAreReadBack() {
        assertThat(PlanCodec.read(PlanCodec.write(plan()))).isEqualTo(plan());
        assertThat(PlanCodec.readKey(PlanCodec.write(KEY))).isEqualTo(KEY);
        assertThat(PlanCodec.write(KEY)).isEqualTo("{\"row\":[\"tenant\",\"name\"]}");
        assertThat(PlanCodec.readKey("[\"a\",\"b\"]")).isEqualTo(new Key(List.of("a", "b")));
    }

    /// As runs have it that wait since before keys had several columns.
    @Test
    void olderPlansKeepTheirMeaning() {
        String written =
                """
                {"strategy":"chunked(coalesce(a, b), size=5)","reason":"r","checkpoints":"EACH_CHUNK",\
                "moments":"ONE","chunks":[{"ordinal":1,"slice":"between","key":["a","b"],\
                "from":{"type":"INTEGER","value":"7","included":true}},\
                {"ordinal":2,"slice":"without_key","key":["a","b"]}],"remarks":[],"if_nothing":"n"}\
                """;
        ExportPlan plan = PlanCodec.read(written);

        Key key = new Key(List.of("a", "b"));
        Edge from = Edge.including(new KeyValue(KeyType.INTEGER, "7"));
        assertThat(plan.chunks().stream().map(Chunk::slice))
                .containsExactly(new Slice.Between(key, from, null), new Slice.WithoutKey(key));
        assertThat(PlanCodec.write(plan)).isEqualTo(written);
    }
}
