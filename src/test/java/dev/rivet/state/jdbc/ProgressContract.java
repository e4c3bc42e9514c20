package dev.rivet.state.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.destination.FileContent;
import dev.rivet.diag.RivetException;
import dev.rivet.encode.RowPrints;
import dev.rivet.journal.FileKind;
import dev.rivet.journal.RunId;
import dev.rivet.manifest.Part;
import dev.rivet.manifest.PublishedManifest;
import dev.rivet.manifest.Receipts;
import dev.rivet.plan.Chunk;
import dev.rivet.plan.Edge;
import dev.rivet.plan.ExportPlan;
import dev.rivet.plan.Key;
import dev.rivet.plan.KeyType;
import dev.rivet.plan.KeyValue;
import dev.rivet.plan.Sighting;
import dev.rivet.plan.Slice;
import dev.rivet.plan.Terms;
import dev.rivet.plan.Watermark;
import dev.rivet.state.ChunkStore.ChunkRun;
import dev.rivet.state.ChunkStore.Status;
import dev.rivet.state.ChunkStore.Task;
import dev.rivet.state.ChunkStore.TaskStatus;
import dev.rivet.state.CursorStore;
import dev.rivet.state.CursorStore.Stored;
import dev.rivet.state.MarginStore;
import dev.rivet.state.MarginStore.Margin;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// How far exports have come.
interface ProgressContract {
    Instant NOW = Instant.parse("2026-11-27T10:00:00.123456Z");
    RunId RUN = new RunId("orders_1");
    Terms TERMS = new Terms(Map.of("table", "orders", "format", "csv"));

    /// An empty one, closed by whoever made it.
    JdbcStateStore store();

    private static KeyValue id(long value) {
        return new KeyValue(KeyType.INTEGER, Long.toString(value));
    }

    private static PublishedManifest receipt(RunId run, int rows) {
        return Receipts.of(
                run,
                "orders",
                new FileKind("csv", "none"),
                new Part(1, new FileContent(run.value() + ".csv", 10, "xxh3:0"), rows, "then"));
    }

    private static Stored stored(Edge edge) {
        Key key = new Key(List.of("updated_at", "with \"quotes\",\nlines and commas"));
        return new Stored("orders", new Watermark(key, edge), NOW, RUN, TERMS);
    }

    @Test
    default void aWatermarkIsKeptAsItIs() {
        CursorStore cursors = store().cursors();
        assertThat(cursors.load("orders")).isEmpty();
        Stored first = stored(Edge.including(new KeyValue(KeyType.TEXT, "Zürich's \\ \n")));
        cursors.advance(first, receipt(RUN, 3));
        assertThat(cursors.load("orders")).contains(first);
        Stored next =
                stored(
                        Edge.excluding(
                                new KeyValue(KeyType.INSTANT, "2026-11-27T10:00:00.123456Z")));
        cursors.advance(next, receipt(RUN, 3));
        assertThat(cursors.load("orders")).contains(next);
        assertThat(cursors.boundaries(Set.of("orders", "users")))
                .singleElement()
                .satisfies(
                        boundary -> {
                            assertThat(boundary.strategy()).isEqualTo("incremental");
                            assertThat(boundary.cursor()).startsWith("2026-11-27T10");
                            assertThat(boundary.chunkIndex()).isNull();
                        });
    }

    @Test
    default void aWatermarkIsAcceptedOrForgotten() {
        CursorStore cursors = store().cursors();
        cursors.advance(stored(Edge.including(id(4))), receipt(RUN, 3));
        cursors.saw("orders", new Sighting(NOW, id(4)));
        cursors.accept("orders");
        assertThat(cursors.load("orders").orElseThrow().terms().facts()).isEmpty();
        assertThat(cursors.forgetCursor("orders")).isTrue();
        assertThat(cursors.forgetCursor("orders")).isFalse();
        assertThat(cursors.load("orders")).isEmpty();
        assertThat(cursors.sightings("orders")).isEmpty();
        assertThat(cursors.boundaries(Set.of("orders"))).isEmpty();
    }

    @Test
    default void theNewestSightingsAreKept() {
        CursorStore cursors = store().cursors();
        for (int i = 0; i < CursorStore.SIGHTINGS + 5; i++) {
            cursors.saw("orders", new Sighting(NOW.plusSeconds(i), id(i)));
        }
        cursors.saw("users", new Sighting(NOW, id(7)));
        assertThat(cursors.sightings("orders"))
                .hasSize(CursorStore.SIGHTINGS)
                .startsWith(
                        new Sighting(
                                NOW.plusSeconds(CursorStore.SIGHTINGS + 4),
                                id(CursorStore.SIGHTINGS + 4)));
        assertThat(cursors.sightings("users")).containsExactly(new Sighting(NOW, id(7)));
    }

    private static RowPrints prints(long... rows) {
        RowPrints prints = new RowPrints();
        for (long row : rows) {
            prints.add(row, ~row);
        }
        return prints;
    }

    private static Stored at(RunId run, long id) {
        return new Stored(
                "orders", new Watermark(Key.of("id"), Edge.including(id(id))), NOW, run, TERMS);
    }

    @Test
    default void aMarginCountsOnceTheWatermarkIsItsRuns() {
        CursorStore cursors = store().cursors();
        MarginStore margins = store().margins();
        margins.keep("orders", RUN, 1, new Margin(Edge.excluding(id(3)), prints(1, 2)));
        margins.keep("orders", RUN, 2, new Margin(Edge.excluding(id(3)), prints(2)));
        margins.keep("users", RUN, 1, new Margin(Edge.excluding(id(3)), prints(9)));
        assertThat(margins.size("orders", RUN, 1)).isEqualTo(2);
        assertThat(margins.start("orders")).isEmpty();
        assertThat(margins.rows("orders").size()).isZero();

        cursors.advance(at(RUN, 4), receipt(RUN, 3));
        assertThat(margins.start("orders")).contains(Edge.excluding(id(3)));
        assertThat(rows(margins)).containsExactlyInAnyOrder(1L, 2L, 2L);
        margins.keep("orders", RUN, 2, new Margin(Edge.excluding(id(3)), prints(5)));
        assertThat(rows(margins)).containsExactlyInAnyOrder(1L, 2L, 5L);

        RunId dead = new RunId("orders_2");
        margins.keep("orders", dead, 1, new Margin(Edge.including(id(4)), prints(6)));
        assertThat(rows(margins)).containsExactlyInAnyOrder(1L, 2L, 5L);
        RunId next = new RunId("orders_3");
        margins.keep("orders", next, 1, new Margin(Edge.including(id(4)), prints(7)));
        assertThat(margins.size("orders", dead, 1)).isZero();
        assertThat(rows(margins)).containsExactlyInAnyOrder(1L, 2L, 5L);
        cursors.advance(at(next, 4), receipt(next, 3));
        assertThat(margins.start("orders")).contains(Edge.including(id(4)));
        assertThat(rows(margins)).containsExactly(7L);
        assertThat(margins.size("orders", RUN, 1)).isZero();

        cursors.forgetCursor("orders");
        assertThat(margins.size("orders", next, 1)).isZero();
        assertThat(margins.size("users", RUN, 1)).isEqualTo(1);
    }

    private static List<Long> rows(MarginStore margins) {
        RowPrints prints = margins.rows("orders");
        List<Long> rows = new ArrayList<>();
        for (int i = 0; i < prints.size(); i++) {
            assertThat(prints.low(i)).isEqualTo(~prints.high(i));
            rows.add(prints.high(i));
        }
        return rows;
    }

    @Test
    default void theMostRowsOfAMarginAreKept() {
        RowPrints many = new RowPrints();
        for (long i = 0; i < 1_000_000; i++) {
            many.add(i, ~i);
        }
        MarginStore margins = store().margins();
        store().cursors().advance(at(RUN, 4), receipt(RUN, 3));
        margins.keep("orders", RUN, 1, new Margin(Edge.including(id(4)), many));
        assertThat(margins.rows("orders").bytes()).isEqualTo(many.bytes());
    }

    private static ExportPlan plan() {
        Key key = Key.of("id");
        return new ExportPlan(
                "chunked(id, size=2)",
                "because",
                List.of(
                        new Chunk(1, new Slice.Between(key, null, Edge.excluding(id(3)))),
                        new Chunk(2, new Slice.Between(key, Edge.including(id(3)), null)),
                        new Chunk(3, new Slice.WithoutKey(key))),
                ExportPlan.Checkpoints.EACH_CHUNK,
                ExportPlan.Moments.EACH_CHUNK,
                new ExportPlan.Progress(
                        null, new Watermark(key, Edge.including(id(9))), Edge.excluding(id(4))),
                List.of("a remark"),
                "nothing new");
    }

    @Test
    default void aRunIsContinuedFromWhatItHasDone() {
        var chunks = store().chunks();
        assertThat(chunks.unfinished("orders")).isEmpty();
        chunks.begin(RUN, "orders", plan(), TERMS);
        assertThatThrownBy(() -> chunks.start(RUN, 99))
                .isInstanceOf(RivetException.class)
                .hasMessageContaining("no longer knows chunk 99");
        assertThat(chunks.start(RUN, 1)).isEqualTo(1);
        chunks.done(RUN, 1, receipt(RUN, 5).manifest());
        assertThat(chunks.start(RUN, 2)).isEqualTo(1);
        chunks.failed(RUN, 2, "lost postgres://u:secret@h/d");
        assertThat(chunks.start(RUN, 2)).isEqualTo(2);

        ChunkRun run = chunks.unfinished("orders").orElseThrow();
        assertThat(run.plan()).isEqualTo(plan());
        assertThat(run.terms()).isEqualTo(TERMS);
        assertThat(run.status()).isEqualTo(Status.IN_PROGRESS);
        assertThat(run.tasks())
                .extracting(Task::status)
                .containsExactly(TaskStatus.COMPLETED, TaskStatus.RUNNING, TaskStatus.PENDING);
        assertThat(run.tasks().getFirst().manifest()).isEqualTo(receipt(RUN, 5).manifest());
        assertThat(run.tasks().get(1).attempts()).isEqualTo(2);
        assertThat(run.tasks().get(1).lastError()).doesNotContain("secret");

        chunks.reopen(RUN, 1, "its file is gone");
        assertThat(chunks.unfinished("orders").orElseThrow().tasks().getFirst().status())
                .isEqualTo(TaskStatus.PENDING);
        chunks.finish(RUN, receipt(RUN, 5));
        assertThat(chunks.unfinished("orders")).isEmpty();
        assertThat(chunks.latest("orders").orElseThrow().status()).isEqualTo(Status.COMPLETED);
        assertThat(store().cursors().boundaries(Set.of("orders")))
                .singleElement()
                .satisfies(boundary -> assertThat(boundary.chunkIndex()).isEqualTo(3));
    }

    @Test
    default void onlyTheNewestRunIsKept() {
        var chunks = store().chunks();
        chunks.begin(RUN, "orders", plan(), TERMS);
        chunks.finish(RUN, receipt(RUN, 5));
        RunId next = new RunId("orders_2");
        chunks.begin(next, "orders", plan(), TERMS);
        assertThat(chunks.latest("orders").orElseThrow().id()).isEqualTo(next);
        assertThat(chunks.forgetChunks("orders")).isEqualTo(1);
        assertThat(chunks.forgetChunks("orders")).isZero();
        assertThat(chunks.latest("orders")).isEmpty();
    }

    @Test
    default void whatIsFinishedStaysUntilAllOfAnExportIsForgotten() {
        var chunks = store().chunks();
        chunks.begin(RUN, "orders", plan(), TERMS);
        chunks.finish(RUN, receipt(RUN, 5));
        assertThat(chunks.forgetUnfinished("orders")).isZero();
        assertThat(chunks.latest("orders").orElseThrow().id()).isEqualTo(RUN);
        assertThat(store().cursors().boundaries(Set.of("orders"))).hasSize(1);

        assertThat(chunks.forgetChunks("orders")).isZero();
        assertThat(chunks.latest("orders")).isEmpty();
        assertThat(store().cursors().boundaries(Set.of("orders"))).isEmpty();

        chunks.begin(RUN, "orders", plan(), TERMS);
        chunks.begin(RUN, "users", plan(), TERMS);
        assertThat(chunks.forgetUnfinished("orders")).isEqualTo(1);
        assertThat(chunks.latest("orders")).isEmpty();
    }
}
