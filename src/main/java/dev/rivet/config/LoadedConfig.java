package dev.rivet.config;

import java.nio.file.Path;
import java.util.List;

/// A configuration that is right, and what is doubtful about it.
///
/// @param warnings for people, each with file, line and YAML path, free of secrets
/// @param inputs every file that was read, absolute
public record LoadedConfig(RivetConfig config, List<String> warnings, List<Path> inputs) {
    public LoadedConfig {
        inputs = List.copyOf(inputs);
        warnings = List.copyOf(warnings);
    }
}
