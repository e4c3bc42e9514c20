package dev.rivet.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Reads Parquet files by Arrow's own reader. The Python that has pyarrow is named by the system
/// property `rivet.test.python`; without it `target/python/bin/python` is taken, if there.
public final class PyArrow {
    private static final Path SCRIPT = Path.of("src/test/python/read_parquet.py");

    private PyArrow() {}

    /// Skips the test, saying why, when no Python was named and none is there.
    public static JsonNode read(Path file) throws IOException, InterruptedException {
        String named = System.getProperty("rivet.test.python", "");
        Path python = Path.of(named.isEmpty() ? "target/python/bin/python" : named);
        assumeTrue(
                !named.isEmpty() || Files.isExecutable(python),
                "no pyarrow: rivet.test.python is unset and there is no " + python);
        Process process =
                new ProcessBuilder(List.of(python.toString(), SCRIPT.toString(), file.toString()))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        byte[] output = process.getInputStream().readAllBytes();
        assertThat(process.waitFor()).as("exit code of %s %s", python, SCRIPT).isZero();
        return new ObjectMapper().readTree(output);
    }
}
