package dev.rivet.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads Parquet files by Arrow's own reader. The Python that has pyarrow is named by the system
/// property `rivet.test.python`; without it `target/python/bin/python` is taken, if there.
public final class PyArrow {
    private static final Path SCRIPT = Path.of("src/test/python/read_parquet.py");

    private PyArrow() {}

    /// What [read_parquet.py](src/test/python/read_parquet.py) prints about a file.
    public static JsonNode read(Path file) throws IOException, InterruptedException {
        return run(SCRIPT, List.of(file));
    }

    /// Runs a script over files and reads the JSON that it prints. Skips the test, saying why, when
    /// no Python was named and none is there.
    public static JsonNode run(Path script, List<Path> files)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(python().toString(), script.toString()));
        files.forEach(file -> command.add(file.toString()));
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        byte[] output = process.getInputStream().readAllBytes();
        assertThat(process.waitFor()).as("exit code of %s", command).isZero();
        return new ObjectMapper().readTree(output);
    }

    private static Path python() {
        String named = System.getProperty("rivet.test.python", "");
        Path python = Path.of(named.isEmpty() ? "target/python/bin/python" : named);
        assumeTrue(
                !named.isEmpty() || Files.isExecutable(python),
                "no pyarrow: rivet.test.python is unset and there is no " + python);
        return python;
    }
}
