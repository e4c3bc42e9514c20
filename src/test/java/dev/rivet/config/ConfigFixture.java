package dev.rivet.config;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.RivetException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Writes configurations into a folder and reads them.
final class ConfigFixture {
    static final Instant NOW = Instant.parse("2026-03-04T23:30:00Z");

    static final String SOURCE =
            """
            source:
              type: postgres
              host: localhost
              user: app
              database: shop
            """;

    static final String EXPORTS =
            """
            exports:
              - name: orders
                table: orders
                format: parquet
                destination: {type: local, path: out}
            """;

    final Path folder;
    final Map<String, String> environment = new HashMap<>();
    final Map<String, String> params = new HashMap<>();

    ConfigFixture(Path folder) {
        this.folder = folder;
    }

    /// A configuration with one export that holds these further lines.
    static String exportWith(String lines) {
        return SOURCE + EXPORTS + lines.indent(4);
    }

    /// A configuration whose one export consists of a name, a local destination and these lines.
    static String bareExport(String lines) {
        return SOURCE
                + "exports:\n  - name: orders\n    destination: {type: local}\n"
                + lines.indent(4);
    }

    /// A configuration whose `source` consists of these lines.
    static String source(String lines) {
        return "source:\n" + lines.indent(2) + EXPORTS;
    }

    Path write(String name, String text) {
        try {
            Files.createDirectories(folder.resolve(name).getParent());
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    ConfigReader reader() {
        return new ConfigReader(environment, Clock.fixed(NOW, ZoneOffset.ofHours(9)));
    }

    LoadedConfig load(String yaml) {
        return reader().read(write("rivet.yaml", yaml), params);
    }

    RivetConfig config(String yaml) {
        return load(yaml).config();
    }

    ExportConfig export(String yaml) {
        return config(yaml).exports().getFirst();
    }

    List<String> warnings(String yaml) {
        return load(yaml).warnings();
    }

    /// What is wrong with the configuration; empty when nothing is.
    List<Diagnostic> problems(String yaml) {
        try {
            load(yaml);
            return List.of();
        } catch (RivetException refused) {
            return refused.diagnostics();
        }
    }

    List<Code> codes(String yaml) {
        return problems(yaml).stream().map(Diagnostic::code).toList();
    }

    /// Messages and actions, without the folder's name.
    List<String> words(String yaml) {
        return problems(yaml).stream().map(this::words).toList();
    }

    private String words(Diagnostic problem) {
        return (problem.message() + " => " + problem.action()).replace(folder + "/", "");
    }
}
