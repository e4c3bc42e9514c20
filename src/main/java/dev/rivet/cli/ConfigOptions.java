package dev.rivet.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Which configuration, and which of its exports.
final class ConfigOptions {
    @Mixin private final ConfigOption config = new ConfigOption();

    @Option(
            names = {"-e", "--export"},
            paramLabel = "NAME",
            description = "Only this export, or partition of one: `orders__2026-11`. Default: all.")
    private @Nullable String export;

    Path config() {
        return config.config();
    }

    @Nullable String export() {
        return export;
    }
}
