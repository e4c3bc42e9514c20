package dev.rivet.config;

import java.util.List;

/// A configuration that is right, and what is doubtful about it.
///
/// @param warnings for people, each with file, line and YAML path, free of secrets
public record LoadedConfig(RivetConfig config, List<String> warnings) {
    public LoadedConfig {
        warnings = List.copyOf(warnings);
    }
}
