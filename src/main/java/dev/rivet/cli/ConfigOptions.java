package dev.rivet.cli;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which configuration, and which of its exports.
final class ConfigOptions {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "PATH",
            required = true,
            description = "The configuration file.")
    private @Nullable Path config;

    @Option(
            names = {"-e", "--export"},
            paramLabel = "NAME",
            description = "Only this export. Default: all.")
    private @Nullable String export;

    Path config() {
        return Objects.requireNonNull(config, "the parser asks for it");
    }

    /// What relative paths of the configuration are relative to.
    Path folder() {
        Path parent = config().toAbsolutePath().normalize().getParent();
        return parent == null ? config().toAbsolutePath() : parent;
    }

    @Nullable String export() {
        return export;
    }
}
