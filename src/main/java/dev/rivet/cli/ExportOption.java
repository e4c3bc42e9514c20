package dev.rivet.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which one of the configuration's exports.
final class ExportOption {
    @Option(
            names = {"-e", "--export"},
            paramLabel = "NAME",
            required = true,
            description = "This export.")
    private @Nullable String export;

    String export() {
        return Objects.requireNonNull(export, "the parser asks for it");
    }
}
