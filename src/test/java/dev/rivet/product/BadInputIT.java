package dev.rivet.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivet.config.SourceConfig.Endpoint;
import dev.rivet.diag.Secret;
import dev.rivet.testing.MySqlServer;
import dev.rivet.testing.PostgresServer;
import dev.rivet.testing.RivetProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each mistake gives one clear error, the right exit code, no stack trace and no half file.
class BadInputIT {
    private static final String MARKER = "Xq9-s3cret-marker";

    @TempDir Path folder;

    @BeforeAll
    static void fill() {
        String[] table = {
            "DROP TABLE IF EXISTS bad_input",
            "CREATE TABLE bad_input (id INT PRIMARY KEY, amount DECIMAL(10,2))",
            "INSERT INTO bad_input VALUES (1, 12345.67)"
        };
        PostgresServer.newest().execute(table);
        MySqlServer.mySql().execute(table);
    }

    private static Endpoint endpoint(String engine) {
        return engine.equals("postgres")
                ? PostgresServer.newest().source().endpoint()
                : MySqlServer.mySql().endpoint();
    }

    private static String table(String name, String more) {
        return """
        - name: bad
          table: %s
          format: parquet
          destination: {type: local, path: out/bad}
        """
                        .formatted(name)
                + more.indent(2);
    }

    /// Runs it and checks what every failure has in common.
    private JsonNode fails(Workspace workspace, int exitCode, String code) {
        RivetProcess.Result result = workspace.rivet("run", "--json-errors").run();
        String told = result.toString();
        assertThat(result.exitCode()).as(told).isEqualTo(exitCode);
        assertThat(result.stdout()).isEmpty();
        assertThat(result.stderr()).as(told).doesNotContain("\tat ", "Exception in thread", MARKER);
        JsonNode error = Workspace.lastError(result);
        assertThat(error.get("code").asText()).isEqualTo(code);
        assertThat(error.get("exit_code").asInt()).isEqualTo(exitCode);
        assertThat(error.get("action").asText()).isNotBlank();
        assertThat(error.get("failures")).isNotEmpty();
        assertThat(workspace.files("out")).isEmpty();
        return error;
    }

    /// ... and that the state remembers it.
    private void isRemembered(Workspace workspace) {
        JsonNode runs = Workspace.json(workspace.rivet("metrics", "--json").run().stdout());
        assertThat(runs.get(0).get("status").asText()).isEqualTo("failed");
        assertThat(runs.get(0).get("error_message").asText()).isNotBlank();
    }

    private void connectionFails(String engine, int exitCode, UnaryOperator<Endpoint> mistake) {
        Workspace workspace =
                Workspace.of(
                        folder, engine, mistake.apply(endpoint(engine)), table("bad_input", ""));
        fails(workspace, exitCode, "RIVET_SOURCE_CONNECT_FAILED");
        isRemembered(workspace);
    }

    @ParameterizedTest
    @CsvSource({"postgres", "mysql"})
    void aWrongPassword(String engine) {
        connectionFails(
                engine,
                1,
                right ->
                        new Endpoint(
                                right.host(),
                                right.port(),
                                right.user(),
                                Secret.of(MARKER),
                                right.database()));
    }

    /// A server that is being restarted refuses connections too: worth another try later.
    @ParameterizedTest
    @CsvSource({"postgres", "mysql"})
    void aWrongPort(String engine) {
        connectionFails(
                engine,
                2,
                right ->
                        new Endpoint(
                                right.host(), 1, right.user(), right.password(), right.database()));
    }

    @ParameterizedTest
    @CsvSource({"postgres", "mysql"})
    void aWrongDatabase(String engine) {
        connectionFails(
                engine,
                1,
                right ->
                        new Endpoint(
                                right.host(),
                                right.port(),
                                right.user(),
                                right.password(),
                                "no_such_database"));
    }

    @Test
    void aHostThatIsUnknown() {
        Workspace workspace =
                Workspace.of(folder, "postgres", endpoint("postgres"), table("bad_input", ""));
        workspace.write(
                """
                source:
                  type: postgres
                  url: postgres://u:%s@no-such-host.invalid/db
                  tls: {mode: disable}
                exports:
                %s"""
                        .formatted(MARKER, table("bad_input", "").indent(2)));
        fails(workspace, 1, "RIVET_SOURCE_CONNECT_FAILED");
    }

    @Test
    void aRemoteHostWithoutTls() {
        Workspace workspace =
                Workspace.of(folder, "postgres", endpoint("postgres"), table("bad_input", ""));
        workspace.write(
                """
                source: {type: postgres, url: "postgres://u:%s@db.example.com/db"}
                exports:
                %s"""
                        .formatted(MARKER, table("bad_input", "").indent(2)));
        fails(workspace, 1, "RIVET_CONFIG_TLS_REQUIRED");
    }

    @Test
    void aServerThatDoesNotSpeakTls() {
        Workspace workspace =
                Workspace.of(folder, "postgres", endpoint("postgres"), table("bad_input", ""));
        Endpoint right = endpoint("postgres");
        workspace.write(
                String.format(
                        Locale.ROOT,
                        """
                source:
                  type: postgres
                  host: %s
                  port: %d
                  user: %s
                  password: "%s"
                  database: %s
                  tls: {mode: require}
                exports:
                %s""",
                        right.host(),
                        right.port(),
                        right.user(),
                        right.password().reveal(),
                        right.database(),
                        table("bad_input", "").indent(2)));
        fails(workspace, 1, "RIVET_SOURCE_CONNECT_FAILED");
    }

    @ParameterizedTest
    @CsvSource({"postgres", "mysql"})
    void aMissingTable(String engine) {
        Workspace workspace =
                Workspace.of(folder, engine, endpoint(engine), table("bad_inputt", ""));
        JsonNode error = fails(workspace, 1, "RIVET_SOURCE_TABLE_NOT_FOUND");
        assertThat(error.at("/failures/0/export").asText()).isEqualTo("bad");
        isRemembered(workspace);
    }

    @ParameterizedTest
    @CsvSource({"postgres", "mysql"})
    void aMissingColumn(String engine) {
        Workspace workspace =
                Workspace.of(
                        folder,
                        engine,
                        endpoint(engine),
                        table("bad_input", "")
                                .replace("table: bad_input", "query: SELECT idd FROM bad_input"));
        fails(workspace, 1, "RIVET_SOURCE_COLUMN_NOT_FOUND");
    }

    @Test
    void typesWithoutAMappingAreNamedTogether() {
        Workspace workspace =
                Workspace.of(
                        folder,
                        "postgres",
                        endpoint("postgres"),
                        table("x", "")
                                .replace(
                                        "table: x",
                                        "query: SELECT 1::numeric AS free, '1'::money AS cash"));
        JsonNode error = fails(workspace, 1, "RIVET_TYPE_UNSAFE_MAPPING");
        assertThat(error.get("error").asText()).contains("free", "cash");
    }

    @ParameterizedTest
    @CsvSource({"postgres", "mysql"})
    void aValueThatDoesNotFit(String engine) {
        Workspace workspace =
                Workspace.of(
                        folder,
                        engine,
                        endpoint(engine),
                        table("bad_input", "columns: {amount: 'decimal(5,1)'}"));
        JsonNode error = fails(workspace, 5, "RIVET_SOURCE_VALUE_UNREPRESENTABLE");
        assertThat(error.get("error").asText()).contains("amount", "12345.67");
    }

    @Test
    void aConfigurationThatIsNotThere() {
        RivetProcess.Result result =
                RivetProcess.rivet(
                                "run",
                                "-c",
                                folder.resolve("none.yaml").toString(),
                                "--json-errors")
                        .run();
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(Workspace.lastError(result).get("code").asText())
                .isEqualTo("RIVET_CONFIG_FILE_UNREADABLE");
    }

    @Test
    void aConfigurationThatIsNotYaml() {
        Workspace workspace =
                Workspace.of(folder, "postgres", endpoint("postgres"), table("bad_input", ""));
        workspace.write("source: {type: postgres\nexports: [");
        fails(workspace, 1, "RIVET_CONFIG_YAML_INVALID");
    }

    @Test
    void severalMistakesInTheConfigurationAreToldTogether() {
        Workspace workspace =
                Workspace.of(
                        folder,
                        "postgres",
                        endpoint("postgres"),
                        table("bad_input", "compresion: zstd\nmode: fulll\nsource_group: 5"));
        RivetProcess.Result result = workspace.rivet("run", "--json-errors").run();
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.stderr())
                .contains("compresion", "compression", "fulll", "source_group")
                .contains("rivet.yaml:");
        assertThat(Workspace.lastError(result).get("failures")).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void aDestinationThatIsAFile() throws Exception {
        Workspace workspace =
                Workspace.of(
                        folder,
                        "postgres",
                        endpoint("postgres"),
                        table("bad_input", "").replace("out/bad", "taken"));
        Files.writeString(folder.resolve("taken"), "somebody's file");
        fails(workspace, 1, "RIVET_DEST_PATH_NOT_USABLE");
        assertThat(folder.resolve("taken")).hasContent("somebody's file");
        isRemembered(workspace);
    }

    @Test
    void aDestinationThatCannotBeWritten() {
        Workspace workspace =
                Workspace.of(
                        folder,
                        "postgres",
                        endpoint("postgres"),
                        table("bad_input", "").replace("out/bad", "/proc/rivet"));
        fails(workspace, 1, "RIVET_DEST_PATH_NOT_USABLE");
    }

    @Test
    void aManifestOfSomebodyElseIsLeftAlone() throws Exception {
        Workspace workspace =
                Workspace.of(
                        folder,
                        "postgres",
                        endpoint("postgres"),
                        table("bad_input", "").replace("out/bad", "theirs"));
        Files.createDirectories(folder.resolve("theirs"));
        Files.writeString(folder.resolve("theirs/manifest.json"), "{\"name\": \"a web app\"}");
        fails(workspace, 5, "RIVET_DEST_CONTROL_ARTIFACT_INVALID");
        assertThat(folder.resolve("theirs/manifest.json")).hasContent("{\"name\": \"a web app\"}");
    }

    /// A limit on file sizes stands in for the disk: it needs no privilege, and fails in the same
    /// place.
    @Test
    void aDiskThatIsFullDuringTheWrite() {
        Workspace workspace =
                Workspace.of(
                        folder,
                        "postgres",
                        endpoint("postgres"),
                        table("x", "compression: none")
                                .replace(
                                        "table: x",
                                        "query: SELECT md5(g::text) AS text FROM"
                                                + " generate_series(1, 200000) g"));
        RivetProcess.Result result =
                workspace
                        .launch(
                                Path.of("/bin/bash"),
                                "-c",
                                "ulimit -f 2048; exec \"$0\" run -c \"$1\" --json-errors",
                                RivetProcess.launcher().toString(),
                                folder.resolve("rivet.yaml").toString())
                        .run();
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(1);
        JsonNode error = Workspace.lastError(result);
        assertThat(error.get("code").asText()).isEqualTo("RIVET_DEST_WRITE_FAILED");
        assertThat(error.get("error").asText()).contains(".parquet");
        assertThat(workspace.files("out")).isEmpty();
        isRemembered(workspace);
    }

    @Test
    void aServerThatDiesInTheMiddle() throws Exception {
        try (PostgresServer server = PostgresServer.startOwn()) {
            Workspace workspace =
                    Workspace.of(
                            folder,
                            "postgres",
                            server.source().endpoint(),
                            table("x", "tuning: {max_retries: 0}")
                                    .replace(
                                            "table: x",
                                            "query: SELECT repeat('x', 5000) AS text FROM"
                                                    + " generate_series(1, 100000000) g"));
            try (RivetProcess process = workspace.rivet("run", "--json-errors").start()) {
                awaitRead(server);
                server.stop();
                RivetProcess.Result result = process.await();
                assertThat(result.exitCode()).as(result.toString()).isEqualTo(2);
                JsonNode error = Workspace.lastError(result);
                assertThat(error.get("code").asText()).isEqualTo("RIVET_SOURCE_CONNECTION_LOST");
                assertThat(error.get("retryable").asBoolean()).isTrue();
            }
            assertThat(workspace.files("out")).isEmpty();
            isRemembered(workspace);
        }
    }

    private static void awaitRead(PostgresServer server) throws InterruptedException {
        String reads =
                "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'rivet/%'"
                        + " AND query LIKE '%generate_series%'";
        for (int i = 0; i < 200 && server.ask(reads).equals("0"); i++) {
            Thread.sleep(100);
        }
        Thread.sleep(500);
    }
}
