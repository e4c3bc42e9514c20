package dev.rivet.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.testing.FileTree;
import dev.rivet.testing.PostgresServer;
import dev.rivet.testing.RivetProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A copy of the JVM form with the cache that Java made of an export of its own: a table of every
/// type, as Parquet and as CSV.
class TrainedCacheIT {
    @TempDir static Path folder;
    private static Workspace workspace;
    private static Path product;
    private static List<byte[]> filesWithout;

    @BeforeAll
    static void exportAndTrain() throws Exception {
        product = folder.resolve("rivet");
        FileTree.copy(RivetProcess.launcher().resolve("../..").normalize(), product);
        Files.deleteIfExists(cache());
        workspace = everyType();

        assertThat(run("").stderr()).contains("2 success");
        filesWithout = files();
        run("-XX:AOTCacheOutput=" + cache());
        assertThat(cache()).isNotEmptyFile();
    }

    @Test
    void javaTakesTheProductFromTheCacheAndSaysNothing() throws IOException {
        Path log = folder.resolve("loaded.txt");
        RivetProcess.Result result = run("-Xlog:class+load:file=" + log);

        assertThat(result.stdout()).isEmpty();
        assertThat(result.stderr()).contains("2 success").doesNotContainIgnoringCase("aot");
        assertThat(Files.readString(log))
                .contains("dev.rivet.cli.RunCommand source: shared objects file")
                .contains("dev.rivet.extract.ExportRun source: shared objects file");
    }

    @Test
    void theFilesAreTheSame() throws IOException {
        // Java does not start in this mode unless it can use the cache.
        run("-XX:AOTMode=on -XX:AOTCache=" + cache());

        assertThat(files()).usingRecursiveComparison().isEqualTo(filesWithout);
    }

    /// An upgrade in place, for example: Java knows a jar by its time.
    @Test
    void aJarOfAnotherTimeIsRunWithoutTheCache() throws IOException {
        Path upgraded = folder.resolve("upgraded");
        FileTree.copy(product, upgraded);
        Path log = folder.resolve("loaded-after-upgrade.txt");
        Files.setLastModifiedTime(upgraded.resolve("lib/rivet.jar"), FileTime.from(Instant.EPOCH));
        RivetProcess.Result result = run(upgraded, "-Xlog:class+load:file=" + log);

        assertThat(result.stdout()).isEmpty();
        assertThat(result.stderr()).contains("2 success").doesNotContainIgnoringCase("aot");
        assertThat(Files.readString(log))
                .contains("dev.rivet.cli.RunCommand source: ")
                .doesNotContain("dev.rivet.cli.RunCommand source: shared");
        assertThat(files()).usingRecursiveComparison().isEqualTo(filesWithout);
    }

    private static Workspace everyType() throws Exception {
        LiveDatabase database = LiveDatabase.of(PostgresServer.newest());
        database.execute(PostgresTypes.TYPES);
        TypeTable table = new TypeTable(database, PostgresTypes.inVersion(18));
        table.fill();
        List<TypeCase> inCsv = table.cases().stream().filter(each -> each.file().csv()).toList();
        return Workspace.of(
                folder,
                database.engine(),
                database.endpoint(),
                table.export("parquet", table.cases(), "format: parquet")
                        + table.export("csv", inCsv, "format: csv"));
    }

    private static RivetProcess.Result run(String javaOptions) {
        return run(product, javaOptions);
    }

    private static RivetProcess.Result run(Path where, String javaOptions) {
        RivetProcess.Result result =
                workspace
                        .launch(
                                where.resolve("bin/rivet"),
                                "run",
                                "-c",
                                workspace.folder().resolve("rivet.yaml").toString())
                        .with("RIVET_JAVA_OPTS", javaOptions)
                        .run();
        assertThat(result.exitCode()).as(result.toString()).isZero();
        return result;
    }

    private static List<byte[]> files() throws IOException {
        Path parquet = workspace.parts("out/parquet").getFirst();
        Path csv = workspace.parts("out/csv").getFirst();
        return Arrays.asList(Files.readAllBytes(parquet), Files.readAllBytes(csv));
    }

    private static Path cache() {
        return product.resolve("lib/rivet.aot");
    }
}
