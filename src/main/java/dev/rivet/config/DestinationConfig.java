package dev.rivet.config;

import java.nio.file.Path;

/// Where files go; placeholders in paths are already resolved.
public sealed interface DestinationConfig {
    /// Name as users write it.
    String kind();

    /// A folder on this machine.
    ///
    /// @param path absolute
    record Local(Path path) implements DestinationConfig {
        @Override
        public String kind() {
            return "local";
        }
    }

    record Stdout() implements DestinationConfig {
        @Override
        public String kind() {
            return "stdout";
        }
    }
}
