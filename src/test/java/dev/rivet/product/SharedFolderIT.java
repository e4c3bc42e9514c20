package dev.rivet.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.testing.PostgresServer;
import dev.rivet.testing.RivetProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two configurations, each with a state of its own, that start at once and write into one folder.
class SharedFolderIT {
    private static final int RACES = FaultWalk.ALL ? 20 : 3;

    @TempDir Path root;

    @BeforeAll
    static void makeTables() {
        PostgresServer.newest()
                .execute(
                        "DROP TABLE IF EXISTS shared_a, shared_b",
                        "CREATE TABLE shared_a AS SELECT n AS id, repeat('a', 800) AS text"
                                + " FROM generate_series(1, 3) n",
                        "CREATE TABLE shared_b AS SELECT n AS id FROM generate_series(1, 5) n");
    }

    private Scene scene(String place, String export, String table, Path shared) throws Exception {
        Path folder = Files.createDirectories(root.resolve(place));
        return Scene.of(folder, export, table, shared.toString());
    }

    private static List<RivetProcess.Result> race(Scene first, Scene second) {
        try (RivetProcess one = first.rivet("run").start();
                RivetProcess other = second.rivet("run").start()) {
            return List.of(one.await(), other.await());
        }
    }

    @Test
    void ofTwoExportsOneOwnsTheFolderAndTheOtherIsRefused() throws Exception {
        for (int i = 0; i < RACES; i++) {
            Path shared = folder("others" + i, i);
            List<RivetProcess.Result> results =
                    race(
                            scene("a" + i, "orders", "shared_a", shared),
                            scene("b" + i, "customers", "shared_b", shared));
            assertThat(results)
                    .extracting(RivetProcess.Result::exitCode)
                    .as(results.toString())
                    .containsExactlyInAnyOrder(0, 5);
            RivetProcess.Result refused =
                    results.stream().filter(each -> each.exitCode() == 5).findFirst().orElseThrow();
            assertThat(refused.stderr()).contains("RIVET_DEST_PREFIX_MODE_MISMATCH");
            Visible visible = Visible.in(shared);
            visible.requireWhole();
            assertThat(visible.isMarked()).isTrue();
            assertThat(visible.manifest().get("export_name").asText())
                    .isEqualTo(results.getFirst().equals(refused) ? "customers" : "orders");
            assertThat(visible.files()).hasSize(visible.parts().size() + 3);
        }
    }

    @Test
    void ofTwoRunsOfOneExportTheSecondWaits() throws Exception {
        for (int i = 0; i < RACES; i++) {
            Path shared = folder("same" + i, i);
            List<RivetProcess.Result> results =
                    race(
                            scene("c" + i, "orders", "shared_a", shared),
                            scene("d" + i, "orders", "shared_a", shared));
            assertThat(results)
                    .extracting(RivetProcess.Result::exitCode)
                    .as(results.toString())
                    .containsOnly(0);
            Visible visible = Visible.in(shared);
            visible.requireWhole();
            assertThat(visible.isMarked()).isTrue();
            assertThat(visible.files()).hasSize(2 * (visible.parts().size() + 1) + 2);
        }
    }

    /// In half of the races it is there before.
    private Path folder(String name, int race) throws Exception {
        Path folder = root.resolve(name);
        return race % 2 == 0 ? folder : Files.createDirectory(folder);
    }
}
