package dev.rivet.cli;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which configuration.
final class ConfigOption {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "PATH",
            required = true,
            description = "The configuration file.")
    private @Nullable Path config;

    Path config() {
        return Objects.requireNonNull(config, "the parser asks for it");
    }
}
