package dev.rivet.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivet.testing.RivetProcess;
import dev.rivet.testing.StoreServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every library that the product carries, on this machine and against servers of its kind.
class SelfTestIT {
    private static final String[] CHECKS = {
        "temporary folder",
        "parquet zstd",
        "parquet snappy",
        "parquet gzip",
        "parquet lz4",
        "sqlite",
        "tls",
        "s3",
        "gcs"
    };

    @TempDir Path folder;

    @Test
    void everythingWorksOffline() {
        RivetProcess.Result result = RivetProcess.rivet("self-test").run();
        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(result.stderr()).isEmpty();
        assertThat(result.stdout().lines().skip(1))
                .hasSize(CHECKS.length)
                .allMatch(line -> line.contains("  ok      "));
    }

    @Test
    void objectsGoThroughRealServersAndAreGoneAfterwards() {
        try (StoreServer s3 = StoreServer.s3();
                StoreServer gcs = StoreServer.gcs()) {
            RivetProcess.Result result =
                    inStores(s3, gcs, StoreServer.BUCKET, StoreServer.SECRET_KEY).run();
            assertThat(result.exitCode()).as(result.toString()).isZero();
            JsonNode checks = Workspace.json(result.stdout());
            assertThat(checks.valueStream().map(each -> each.get("check").asText()))
                    .containsExactly(CHECKS);
            assertThat(finding(checks, "s3")).contains("two parts", StoreServer.BUCKET);
            assertThat(finding(checks, "gcs")).contains("two parts", StoreServer.BUCKET);
            assertThat(s3.objects()).isEmpty();
            assertThat(gcs.listing()).contains("storage#objects").doesNotContain("rivet-self-test");
        }
    }

    @Test
    void whatServersRefuseIsToldInTheirWords() {
        try (StoreServer s3 = StoreServer.s3();
                StoreServer gcs = StoreServer.gcs()) {
            RivetProcess.Result result = inStores(s3, gcs, "no-such-bucket", "wrong").run();
            assertThat(result.exitCode()).as(result.toString()).isEqualTo(1);
            assertThat(result.stderr())
                    .contains("[RIVET_SELF_TEST_FAILED] 2 of 9 checks failed: s3, gcs");
            JsonNode checks = Workspace.json(result.stdout());
            assertThat(finding(checks, "s3")).contains("signature", "HTTP status 403");
            assertThat(finding(checks, "gcs")).contains("no-such-bucket", "HTTP status 404");
        }
    }

    /// The folder is there when the process starts, and is no place for files.
    private RivetProcess.Result withoutTemporaryFolder(String... arguments) throws IOException {
        String property = "-Djava.io.tmpdir=" + Files.createFile(folder.resolve("file"));
        return isNative()
                ? RivetProcess.rivet(
                                Stream.concat(Stream.of(property), Stream.of(arguments))
                                        .toArray(String[]::new))
                        .run()
                : RivetProcess.rivet(arguments).with("RIVET_JAVA_OPTS", property).run();
    }

    @Test
    void aTemporaryFolderThatIsOfNoUseIsFoundOut() throws Exception {
        RivetProcess.Result result = withoutTemporaryFolder("self-test");
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(1);
        assertThat(result.stdout())
                .containsPattern("temporary folder +FAILED")
                .containsPattern("sqlite +FAILED")
                .contains("-Djava.io.tmpdir=FOLDER")
                .containsPattern("tls +ok");
    }

    @Test
    void aRunWithoutATemporaryFolderSaysWhatToDo() throws Exception {
        Path yaml =
                Files.writeString(
                        folder.resolve("rivet.yaml"),
                        """
                        source: {type: postgres, url: "postgresql://nobody@127.0.0.1:1/none"}
                        exports:
                          - name: one
                            table: one
                            format: csv
                            destination: {type: local, path: out}
                        """);
        RivetProcess.Result result = withoutTemporaryFolder("run", "-c", yaml.toString());
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(1);
        assertThat(result.stderr())
                .contains("[RIVET_STATE_BACKEND_FAILED]", "-Djava.io.tmpdir=FOLDER")
                .doesNotContain("\tat ", "Exception:");
    }

    private static boolean isNative() {
        return RivetProcess.launcher().endsWith("target/rivet");
    }

    private static RivetProcess.Call inStores(
            StoreServer s3, StoreServer gcs, String bucket, String secretKey) {
        return RivetProcess.rivet(
                        "self-test",
                        "--json",
                        "--s3-endpoint",
                        s3.endpoint().toString(),
                        "--s3-bucket",
                        bucket,
                        "--gcs-endpoint",
                        gcs.endpoint().toString(),
                        "--gcs-bucket",
                        bucket)
                .with("AWS_ACCESS_KEY_ID", StoreServer.ACCESS_KEY)
                .with("AWS_SECRET_ACCESS_KEY", secretKey);
    }

    private static String finding(JsonNode checks, String name) {
        return checks.valueStream()
                .filter(each -> each.get("check").asText().equals(name))
                .map(each -> each.get("finding").asText())
                .findFirst()
                .orElseThrow();
    }
}
