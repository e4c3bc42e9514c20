package dev.rivet.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.product.FaultWalk.Outcome;
import dev.rivet.testing.Faults.Action;
import dev.rivet.testing.Faults.Call;
import dev.rivet.testing.Faults.Fault;
import dev.rivet.testing.Faults.When;
import dev.rivet.testing.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A run that commits chunk by chunk is killed, or its disk is full, at calls from the first to the
/// last, at its destination and at its state: no manifest ever names half a table, and the next run
/// delivers every row once and leaves nothing beside it.
class ChunkPointsIT {
    private static final int ROWS = 6;

    @TempDir static Path root;

    private static FaultWalk destination;
    private static FaultWalk state;

    @BeforeAll
    static void makeTable() throws Exception {
        PostgresServer.newest()
                .execute(
                        "DROP TABLE IF EXISTS points_chunked",
                        "CREATE TABLE points_chunked (id int PRIMARY KEY, text text)",
                        "INSERT INTO points_chunked SELECT n, repeat('a', 600)"
                                + " FROM generate_series(1, 6) n",
                        "ANALYZE points_chunked");
        Scene beginning =
                Scene.of(
                        Files.createDirectory(root.resolve("beginning")),
                        Scene.EXPORT,
                        "points_chunked",
                        "out",
                        "mode: chunked\nchunk_column: id\nchunk_count: 2\nchunk_checkpoint: true");
        Files.createDirectory(beginning.destination());
        destination = new FaultWalk(beginning, Scene::destination, root);
        state = new FaultWalk(beginning, Scene::state, root);
    }

    private static void walk(FaultWalk walk, Action action, int most) throws Exception {
        List<Integer> points = walk.calls().stream().map(Call::number).toList();
        assertThat(points).hasSizeGreaterThan(most);
        walk.go(
                FaultWalk.some(points, most).stream()
                        .map(point -> new Fault(action, When.BEFORE, point))
                        .toList(),
                ChunkPointsIT::heals);
    }

    private static void heals(Outcome outcome) {
        Scene scene = outcome.scene();
        Path out = scene.destination();
        if (Files.exists(out.resolve("manifest.json"))) {
            everyRowOnce(out);
        } else {
            assertThat(outcome.result().exitCode()).isNotZero();
        }
        scene.run();
        everyRowOnce(out);
        assertThat(Delivered.strays(out)).isEmpty();
        assertThat(scene.leftovers()).isEmpty();
        assertThat(scene.statuses()).startsWith("success");
    }

    private static void everyRowOnce(Path out) {
        assertThat(EventsTable.ids(Delivered.newest(out)))
                .isEqualTo(IntStream.rangeClosed(1, ROWS).mapToObj(Integer::toString).toList());
    }

    @Test
    void killedAtTheDestination() throws Exception {
        walk(destination, Action.KILL, 7);
    }

    @Test
    void aFullDiskAtTheDestination() throws Exception {
        walk(destination, Action.ENOSPC, 7);
    }

    @Test
    void killedAtTheState() throws Exception {
        walk(state, Action.KILL, 5);
    }

    @Test
    void aFullDiskAtTheState() throws Exception {
        walk(state, Action.ENOSPC, 5);
    }
}
