package dev.rivet.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivet.testing.Hold;
import dev.rivet.testing.PostgresServer;
import dev.rivet.testing.RivetProcess;
import dev.rivet.testing.TcpProxy;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The product with its state in PostgreSQL.
class PostgresStateIT {
    private static final String EXPORTS =
            """
            - name: kept
              table: kept
              format: csv
              destination: {type: local, path: out}
            """;

    @TempDir Path folder;

    private final PostgresServer server = PostgresServer.newest();
    private final String url = server.url() + "?currentSchema=rivet_state";
    private Workspace workspace;

    @BeforeEach
    void makeTableAndSchema() {
        String user = server.source().endpoint().user();
        server.execute(
                "DROP SCHEMA IF EXISTS rivet_state CASCADE",
                "CREATE SCHEMA rivet_state AUTHORIZATION " + user,
                "DROP TABLE IF EXISTS kept",
                "CREATE TABLE kept AS SELECT n AS id FROM generate_series(1, 1000) n");
        workspace = Workspace.of(folder, "postgres", server.source().endpoint(), EXPORTS);
    }

    private RivetProcess.Call withPostgres(String command, String... options) {
        return workspace.rivet(command, options).with("RIVET_STATE_URL", url);
    }

    private static RivetProcess.Result succeeded(RivetProcess.Call call) {
        RivetProcess.Result result = call.run();
        assertThat(result.exitCode()).as(result.toString()).isZero();
        return result;
    }

    @Test
    void stateIsTakenAlongToPostgresAndUsedThere() {
        workspace.run();

        RivetProcess.Result refused = withPostgres("run", "--json-errors").run();
        assertThat(refused.exitCode()).as(refused.toString()).isEqualTo(5);
        JsonNode error = Workspace.lastError(refused);
        assertThat(error.get("code").asText()).isEqualTo("RIVET_STATE_URL_LEAVES_STATE_BEHIND");
        assertThat(error.get("action").asText()).contains("rivet state copy -c ", "away");
        assertThat(refused.stderr()).doesNotContain(server.source().endpoint().password().reveal());

        RivetProcess.Result copied = succeeded(workspace.rivet("state copy", "--to", url));
        assertThat(copied.stdout()).contains("run_status", "rows copied from ", "rivet_state.db");
        assertThat(copied.stdout()).doesNotContain(server.source().endpoint().password().reveal());

        succeeded(withPostgres("run"));
        JsonNode metrics = Workspace.json(succeeded(withPostgres("metrics", "--json")).stdout());
        assertThat(metrics).hasSize(2);
        assertThat(server.ask("SELECT count(*) FROM rivet_state.export_metrics")).isEqualTo("2");
        assertThat(server.ask("SELECT count(*) FROM rivet_state.export_lease")).isEqualTo("0");
        assertThat(succeeded(withPostgres("state show")).stdout()).contains("kept", "success");
        assertThat(succeeded(withPostgres("journal", "-e", "kept")).stdout()).contains("1,000");
        assertThat(succeeded(withPostgres("state vacuum", "--keep-days", "0")).stdout())
                .contains("rows older than 0 days removed; the state has ");
    }

    @Test
    void nothingOfTheStateIsBesideTheConfiguration() {
        succeeded(withPostgres("run"));
        assertThat(folder.resolve(".rivet_state.db")).doesNotExist();
        assertThat(succeeded(withPostgres("state files")).stdout()).contains("kept");
        assertThat(succeeded(workspace.rivet("state files")).stdout()).isEmpty();
    }

    @Test
    void runGoesOnWhenItsStateLosesTheConnection() {
        try (TcpProxy proxy = TcpProxy.to(server.source().endpoint());
                Hold hold = proxy.holdAt("kept")) {
            Workspace slow =
                    Workspace.of(
                            folder,
                            "postgres",
                            proxy.endpoint(server.source().endpoint()),
                            EXPORTS);
            try (RivetProcess run = slow.rivet("run").with("RIVET_STATE_URL", url).start()) {
                hold.await();
                server.execute(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                                + " WHERE application_name = 'rivet state'");
                hold.release();
                RivetProcess.Result result = run.await();
                assertThat(result.exitCode()).as(result.toString()).isZero();
            }
        }
        assertThat(server.ask("SELECT string_agg(status, ' ') FROM rivet_state.run_status"))
                .isEqualTo("success");
    }

    @Test
    void stateOnAnotherMachineMustBeProtected() {
        RivetProcess.Result refused =
                workspace
                        .rivet("run", "--json-errors")
                        .with("RIVET_STATE_URL", "postgresql://u:hunter22@db.example/d")
                        .run();
        assertThat(refused.exitCode()).as(refused.toString()).isEqualTo(5);
        assertThat(Workspace.lastError(refused).get("code").asText())
                .isEqualTo("RIVET_STATE_URL_TLS_REQUIRED");
        assertThat(refused.stderr()).doesNotContain("hunter22");
    }
}
