package dev.rivet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.testing.FileTree;
import dev.rivet.testing.RivetProcess;
import dev.rivet.testing.RivetProcess.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `target/rivet-jvm`, the folder that people get.
class DistributionIT {
    @TempDir Path folder;

    @Test
    void startsWithABareEnvironment() {
        Result result = RivetProcess.rivet("--version").in(folder).run();

        assertThat(result.stdout()).matches("rivet \\d+\\.\\d+\\.\\d+\n");
        assertThat(result.stderr()).isEmpty();
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void worksWhereverItIsMoved() throws IOException {
        Path moved = folder.resolve("some where/rivet");
        FileTree.copy(RivetProcess.launcher().resolve("../..").normalize(), moved);

        Result result = RivetProcess.launch(moved.resolve("bin/rivet"), "--version").run();

        assertThat(result.stdout()).startsWith("rivet ");
    }

    @Test
    void aCacheThatDoesNotFitIsPassedOverInSilence() throws IOException {
        Path copied = folder.resolve("rivet");
        FileTree.copy(RivetProcess.launcher().resolve("../..").normalize(), copied);
        Files.writeString(copied.resolve("lib/rivet.aot"), "of another Java");

        Result result =
                RivetProcess.launch(copied.resolve("bin/rivet"), "run", "-c", "none.yaml")
                        .in(folder)
                        .run();

        assertThat(result.stdout()).isEmpty();
        assertThat(result.stderr()).contains("none.yaml").doesNotContain("aot");
    }

    @Test
    void nothingForTestsIsInIt() throws IOException {
        Path library = RivetProcess.launcher().resolveSibling("../lib/lib");

        try (Stream<Path> jars = Files.list(library)) {
            assertThat(jars.map(jar -> jar.getFileName().toString()))
                    .isNotEmpty()
                    .noneMatch(jar -> jar.matches(".*(hadoop-c|junit|assertj|archunit|duckdb).*"));
        }
    }
}
