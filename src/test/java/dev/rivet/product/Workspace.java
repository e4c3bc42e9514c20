package dev.rivet.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rivet.config.SourceConfig.Endpoint;
import dev.rivet.testing.RivetProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// A folder with a `rivet.yaml`, and what running it leaves behind.
final class Workspace {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PASSWORD = "RIVET_IT_PASSWORD";

    private final Path folder;
    private final Endpoint endpoint;

    private Workspace(Path folder, Endpoint endpoint) {
        this.folder = folder;
        this.endpoint = endpoint;
    }

    /// Writes a configuration with this source; the password stays in the environment.
    ///
    /// @param exports the lines under `exports:`
    static Workspace of(Path folder, String engine, Endpoint endpoint, String exports) {
        Workspace workspace = new Workspace(folder, endpoint);
        workspace.write(
                String.format(
                        Locale.ROOT,
                        """
                source:
                  type: %s
                  host: %s
                  port: %d
                  user: %s
                  password_env: %s
                  database: %s
                exports:
                %s""",
                        engine,
                        endpoint.host(),
                        endpoint.port(),
                        endpoint.user(),
                        PASSWORD,
                        endpoint.database(),
                        exports.indent(2)));
        return workspace;
    }

    /// The same for another folder, which has a configuration already.
    Workspace in(Path other) {
        return new Workspace(other, endpoint);
    }

    Workspace write(String yaml) {
        try {
            Files.writeString(folder.resolve("rivet.yaml"), yaml);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return this;
    }

    Path folder() {
        return folder;
    }

    /// A call with `-c rivet.yaml`, made from another folder than the configuration's.
    RivetProcess.Call rivet(String command, String... options) {
        String[] words =
                Stream.of(
                                Stream.of(command.split(" ")),
                                Stream.of("-c", folder.resolve("rivet.yaml").toString()),
                                Stream.of(options))
                        .flatMap(each -> each)
                        .toArray(String[]::new);
        return inPlace(RivetProcess.rivet(words));
    }

    /// Another program, in the place and with the environment of this workspace.
    RivetProcess.Call launch(Path program, String... arguments) {
        return inPlace(RivetProcess.launch(program, arguments));
    }

    private RivetProcess.Call inPlace(RivetProcess.Call call) {
        return call.in(Path.of(System.getProperty("java.io.tmpdir")))
                .with(PASSWORD, endpoint.password().reveal());
    }

    /// Runs everything and expects success.
    RivetProcess.Result run(String... options) {
        RivetProcess.Result result = rivet("run", options).run();
        assertThat(result.exitCode()).as(result.toString()).isZero();
        return result;
    }

    /// The part files under this folder, by what the manifest names, checked for existence.
    List<Path> parts(String output) {
        JsonNode manifest = manifest(output);
        List<Path> parts =
                manifest.get("parts")
                        .valueStream()
                        .map(part -> folder.resolve(output).resolve(part.get("path").asText()))
                        .toList();
        assertThat(parts).allSatisfy(part -> assertThat(part).isRegularFile());
        return parts;
    }

    JsonNode manifest(String output) {
        return json(folder.resolve(output).resolve("manifest.json"));
    }

    JsonNode json(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// The last line of standard error as the object of `--json-errors`.
    static JsonNode lastError(RivetProcess.Result result) {
        List<String> lines = result.stderr().lines().toList();
        return json(lines.getLast());
    }

    /// Names of all files under a folder of the workspace, hidden ones included; none when it is
    /// not there.
    List<String> files(String output) {
        Path root = folder.resolve(output);
        if (!Files.exists(root)) {
            return List.of();
        }
        try (Stream<Path> found = Files.walk(root)) {
            return found.filter(Files::isRegularFile)
                    .map(each -> root.relativize(each).toString())
                    .sorted()
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
