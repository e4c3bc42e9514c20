package dev.rivet.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivet.destination.FileDigest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What a reader of a destination of CSV files sees at one moment: hidden files are not for him.
///
/// @param files by name, each byte as one character
record Visible(SortedMap<String, String> files) {
    private static final String MANIFEST = "manifest.json";
    private static final String SUCCESS = "_SUCCESS";

    static Visible in(Path folder) {
        TreeMap<String, String> files = new TreeMap<>();
        try (Stream<Path> found = Files.list(folder)) {
            for (Path file : found.toList()) {
                String name = file.getFileName().toString();
                if (!name.startsWith(".")) {
                    files.put(name, Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return new Visible(files);
    }

    JsonNode manifest() {
        assertThat(files).containsKey(MANIFEST);
        return Workspace.json(text(MANIFEST));
    }

    String run() {
        return manifest().get("run_id").asText();
    }

    Instant startedAt() {
        return Instant.parse(manifest().get("started_at").asText());
    }

    /// The names of the parts that count.
    List<String> parts() {
        return manifest()
                .get("parts")
                .valueStream()
                .map(part -> part.get("path").asText())
                .toList();
    }

    /// Whether a reader that waits for the marker goes on.
    boolean isMarked() {
        return files.containsKey(SUCCESS);
    }

    /// Every part is there as the manifest describes it, and the marker, if there is one, is that
    /// of this manifest.
    void requireWhole() {
        JsonNode manifest = manifest();
        long rows = 0;
        for (JsonNode part : manifest.get("parts")) {
            String name = part.get("path").asText();
            assertThat(files).containsKey(name);
            assertThat(files.get(name)).as(name).hasSize(part.get("size_bytes").asInt());
            assertThat(FileDigest.fingerprint(bytes(name)))
                    .as(name)
                    .isEqualTo(part.get("content_fingerprint").asText());
            assertThat(text(name).lines().count() - 1)
                    .as(name)
                    .isEqualTo(part.get("rows").asLong());
            rows += part.get("rows").asLong();
        }
        assertThat(rows).isEqualTo(manifest.get("row_count").asLong());
        if (isMarked()) {
            assertThat(text(SUCCESS)).isEqualTo(FileDigest.fingerprint(bytes(MANIFEST)) + "\n");
        }
    }

    private String text(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    private byte[] bytes(String name) {
        return Objects.requireNonNull(files.get(name), name).getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
        return String.join(" ", files.keySet());
    }
}
