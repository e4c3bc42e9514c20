package dev.rivet.app;

import dev.rivet.config.DestinationConfig;
import dev.rivet.config.ExportConfig;
import dev.rivet.config.RivetConfig;
import dev.rivet.config.SourceConfig;
import dev.rivet.state.ExportOwner;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// Whose an export's state is, from its configuration.
final class Owners {
    /// What `{date}` becomes.
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

    private Owners() {}

    static ExportOwner of(RivetConfig config, ExportConfig export) {
        return new ExportOwner(
                config.file().toString(),
                source(config.source()),
                destination(export.destination(), config.folder()));
    }

    /// Before its configuration is read: needs no values for `${...}`.
    static ExportOwner of(Path config) {
        return ExportOwner.of(config.toAbsolutePath().normalize().toString());
    }

    private static String source(SourceConfig source) {
        SourceConfig.Endpoint endpoint = source.endpoint();
        return "%s %s:%s/%s"
                .formatted(
                        source.engine(),
                        endpoint.host(),
                        Integer.toString(endpoint.port()),
                        endpoint.database());
    }

    /// A configuration that is copied with its relative paths stays the same.
    private static String destination(DestinationConfig destination, Path folder) {
        return switch (destination) {
            case DestinationConfig.Local(var path) -> {
                Path seen = path.startsWith(folder) ? folder.relativize(path) : path;
                String text = seen.toString().isEmpty() ? "." : seen.toString();
                yield DAY.matcher(text).replaceAll("{date}");
            }
            case DestinationConfig.Stdout() -> destination.kind();
        };
    }
}
