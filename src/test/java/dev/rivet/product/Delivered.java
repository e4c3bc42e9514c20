package dev.rivet.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// What readers of CSV files get who go by manifests: the newest of a folder, or all that were
/// ever published there.
final class Delivered {
    private Delivered() {}

    /// The lines of the files that `manifest.json` names, sorted.
    static List<String> newest(Path folder) {
        return lines(folder, List.of("manifest.json"));
    }

    /// The lines of the files that any manifest there names, sorted: those of deliveries that
    /// follow on each other.
    static List<String> all(Path folder) {
        TreeSet<String> names = new TreeSet<>();
        for (String file : files(folder)) {
            if (file.startsWith("manifest-") && file.endsWith(".json")) {
                names.add(file);
            }
        }
        return lines(folder, List.copyOf(names));
    }

    /// Part files that no manifest names.
    static List<String> strays(Path folder) {
        List<String> strays = new ArrayList<>(files(folder));
        strays.removeIf(name -> name.startsWith(".") || !name.endsWith(".csv"));
        for (String file : files(folder)) {
            if (file.startsWith("manifest") && file.endsWith(".json")) {
                strays.removeAll(parts(folder, file));
            }
        }
        return strays;
    }

    private static List<String> lines(Path folder, List<String> manifests) {
        TreeSet<String> parts = new TreeSet<>();
        manifests.forEach(manifest -> parts.addAll(parts(folder, manifest)));
        List<String> lines = new ArrayList<>();
        for (String part : parts) {
            List<String> all = read(folder.resolve(part)).lines().toList();
            lines.addAll(all.subList(1, all.size()));
        }
        lines.sort(null);
        return lines;
    }

    private static List<String> parts(Path folder, String manifest) {
        JsonNode root = Workspace.json(read(folder.resolve(manifest)));
        List<String> parts = new ArrayList<>();
        long rows = 0;
        for (JsonNode part : root.get("parts")) {
            String name = part.get("path").asText();
            assertThat(folder.resolve(name)).isRegularFile();
            assertThat(read(folder.resolve(name)).lines().count() - 1)
                    .as(name)
                    .isEqualTo(part.get("rows").asLong());
            rows += part.get("rows").asLong();
            parts.add(name);
        }
        assertThat(rows).as(manifest).isEqualTo(root.get("row_count").asLong());
        return parts;
    }

    private static List<String> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var found = Files.list(folder)) {
            return found.map(each -> each.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
