package dev.rivet.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.testing.PostgresServer;
import dev.rivet.testing.RivetProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresRoundTripIT implements RoundTripContract {
    @TempDir static Path folder;
    private static RoundTrip roundTrip;

    @BeforeAll
    static void export() throws Exception {
        LiveDatabase database = LiveDatabase.of(PostgresServer.newest());
        database.execute(PostgresTypes.TYPES);
        roundTrip = RoundTrip.of(database, PostgresTypes.inVersion(18), folder);
    }

    @Override
    public RoundTrip roundTrip() {
        return roundTrip;
    }

    @Test
    void negativeScalesAreMultipliedOut(@TempDir Path own) throws Exception {
        String export =
                """
                - name: %1$s
                  query: SELECT 12345::numeric(5,-2) AS hundreds
                  format: %1$s
                  destination: {type: local, path: out/%1$s}
                """;
        Workspace workspace =
                Workspace.of(
                        own,
                        "postgres",
                        PostgresServer.newest().source().endpoint(),
                        export.formatted("csv") + export.formatted("parquet"));
        RivetProcess.Result result = workspace.rivet("run", "--json-errors").run();

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(workspace.parts("out/csv").getFirst()).hasContent("hundreds\n12300\n");
        assertThat(workspace.parts("out/parquet")).hasSize(1);
    }
}
