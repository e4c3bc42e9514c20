package dev.rivet.config;

import dev.rivet.diag.Code;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/// Where an export's files go, placeholders filled in.
final class DestinationReader {
    private static final String PATH = "path";
    private static final String PREFIX = "prefix";

    private final Anchor anchor;
    private final LocalDate today;
    private final Findings findings;

    DestinationReader(Anchor anchor, Clock clock, Findings findings) {
        this.anchor = anchor;
        this.today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        this.findings = findings;
    }

    /// The destination; empty after a report.
    Optional<DestinationConfig> read(Section export, String exportName) {
        Section destination = export.child("destination");
        return destination
                .text("type")
                .flatMap(
                        type ->
                                type.equals("stdout")
                                        ? stdout(export, destination)
                                        : local(destination, exportName));
    }

    private Optional<DestinationConfig> stdout(Section export, Section destination) {
        for (String key : destination.written(PATH, PREFIX)) {
            findings.problem(
                    destination.spot(key),
                    Code.CONFIG_MODE_SETTING_INVALID,
                    "has no meaning with `type: stdout`",
                    "Remove `" + key + "`, or write `type: local`.");
        }
        if (export.wrote("max_file_size")) {
            findings.problem(
                    export.spot("max_file_size"),
                    Code.CONFIG_MODE_SETTING_INVALID,
                    "cannot be kept on standard output, which is one file",
                    "Remove `max_file_size`, or write `destination: {type: local, path: ...}`.");
        }
        return Optional.of(new DestinationConfig.Stdout());
    }

    private Optional<DestinationConfig> local(Section destination, String exportName) {
        if (destination.wrote(PATH) && destination.wrote(PREFIX)) {
            findings.warn(destination.spot(PREFIX), "is not used: `path` says where the files go");
        }
        String key = destination.wrote(PATH) ? PATH : PREFIX;
        Optional<String> written =
                destination.wrote(key) ? destination.text(key) : Optional.of(".");
        return written.map(path -> filled(path, exportName))
                .flatMap(path -> folder(path, destination.spot(key)));
    }

    private Optional<DestinationConfig> folder(String path, Spot spot) {
        if (PathRules.climbs(path)) {
            findings.problem(
                    spot,
                    Code.CONFIG_PATH_UNSAFE,
                    "must not hold `..`",
                    "Name the folder from the configuration's folder down, or absolutely.");
            return Optional.empty();
        }
        Optional<DestinationConfig> local = anchor.resolve(path).map(DestinationConfig.Local::new);
        if (local.isEmpty()) {
            findings.problem(spot, Code.CONFIG_PATH_UNSAFE, "is not a path");
        }
        return local;
    }

    private String filled(String path, String exportName) {
        String dated = path.replace("{date}", today.toString());
        return List.of("{export}", "{table}").stream()
                .reduce(dated, (text, token) -> text.replace(token, exportName));
    }
}
