package dev.rivet.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A validated configuration.
///
/// @param file the file it was read from, absolute
public record RivetConfig(Path file, SourceConfig source, List<ExportConfig> exports) {
    public RivetConfig {
        exports = List.copyOf(exports);
    }

    /// What relative paths in the file are relative to.
    public Path folder() {
        return file.resolveSibling("").toAbsolutePath().normalize();
    }

    public Optional<ExportConfig> export(String name) {
        return exports.stream().filter(export -> export.name().equals(name)).findFirst();
    }
}
