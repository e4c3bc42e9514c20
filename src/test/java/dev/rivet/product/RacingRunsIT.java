package dev.rivet.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.config.SourceConfig.Endpoint;
import dev.rivet.testing.PostgresServer;
import dev.rivet.testing.RivetProcess;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two runs of one export that are started together, with their state in PostgreSQL, again and
/// again: one commits, and the other says who is at work; or one comes after the other.
class RacingRunsIT {
    /// Of each mode; the long form is `-Drivet.test.races=50`.
    private static final int RACES = Integer.getInteger("rivet.test.races", 3);

    private static final int ROWS = 40;

    @TempDir Path folder;

    private final PostgresServer server = PostgresServer.newest();
    private final EventsTable table = EventsTable.postgres();

    @BeforeEach
    void makeTableAndSchema() throws Exception {
        server.execute(
                "DROP SCHEMA IF EXISTS racing CASCADE",
                "CREATE SCHEMA racing AUTHORIZATION " + server.source().endpoint().user());
        table.fill(ROWS);
    }

    private RivetProcess.Call run(Workspace workspace) {
        Endpoint endpoint = server.source().endpoint();
        return workspace
                .rivet("run", "--lock-wait", "0")
                .with(
                        "RIVET_STATE_URL",
                        String.format(
                                Locale.ROOT,
                                "postgresql://%s:%s@%s:%d/%s?currentSchema=racing",
                                endpoint.user(),
                                endpoint.password().reveal(),
                                endpoint.host(),
                                endpoint.port(),
                                endpoint.database()));
    }

    /// How many of two runs delivered; at least one.
    private int race(Workspace workspace) throws Exception {
        List<RivetProcess.Result> results;
        long first;
        long other;
        try (RivetProcess one = run(workspace).start();
                RivetProcess two = run(workspace).start()) {
            first = one.pid();
            other = two.pid();
            results = List.of(one.await(), two.await());
        }
        int delivered = 0;
        for (RivetProcess.Result each : results) {
            if (each.exitCode() == 0) {
                delivered++;
                continue;
            }
            assertThat(each.exitCode()).as(results.toString()).isEqualTo(2);
            long winner = each.equals(results.getFirst()) ? other : first;
            assertThat(each.stderr())
                    .contains(
                            "[RIVET_STATE_RUN_IN_PROGRESS] Export 'events' is being run by process "
                                    + winner
                                    + " on "
                                    + InetAddress.getLocalHost().getHostName()
                                    + " since ");
        }
        assertThat(delivered).as(results.toString()).isPositive();
        return delivered;
    }

    private Path out() {
        return folder.resolve("out");
    }

    private long manifests(Workspace workspace) {
        return workspace.files("out").stream().filter(name -> name.startsWith("manifest-")).count();
    }

    @Test
    void oneOfTwoFullRunsDelivers() throws Exception {
        whole(table.workspace(folder, "mode: full"));
    }

    @Test
    void oneOfTwoRunsInChunksDelivers() throws Exception {
        whole(
                table.workspace(
                        folder,
                        "mode: chunked\nchunk_column: id\nchunk_count: 4\nchunk_checkpoint: true"));
    }

    private void whole(Workspace workspace) throws Exception {
        int delivered = 0;
        for (int i = 0; i < RACES; i++) {
            delivered += race(workspace);
            assertThat(EventsTable.ids(Delivered.newest(out())).stream().sorted())
                    .isEqualTo(EventsTable.ids(1, ROWS));
            assertThat(manifests(workspace)).isEqualTo(delivered);
            assertThat(Delivered.strays(out())).isEmpty();
        }
        assertThat(server.ask("SELECT count(*) FROM racing.run_status WHERE status = 'success'"))
                .isEqualTo("" + delivered);
    }

    /// A run that finds nothing new publishes nothing.
    @Test
    void whatIsNewIsDeliveredByOneOfTwo() throws Exception {
        Workspace workspace = table.workspace(folder, "mode: incremental\ncursor_column: id");
        for (int i = 0; i < RACES; i++) {
            race(workspace);
            int top = ROWS * (i + 1);
            assertThat(EventsTable.ids(Delivered.all(out())).stream().sorted())
                    .isEqualTo(EventsTable.ids(1, top));
            assertThat(manifests(workspace)).isEqualTo(i + 1);
            assertThat(Delivered.strays(out())).isEmpty();
            table.database().execute(List.of(table.more(top + 1, top + ROWS)));
        }
    }
}
