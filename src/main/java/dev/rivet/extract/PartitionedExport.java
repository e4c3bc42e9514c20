package dev.rivet.extract;

import dev.rivet.config.DestinationConfig;
import dev.rivet.config.ExportConfig;
import dev.rivet.config.Mode;
import dev.rivet.config.PartitionBy;
import dev.rivet.plan.Key;
import dev.rivet.plan.KeySurvey;
import dev.rivet.plan.Partitions;
import dev.rivet.source.Source;
import dev.rivet.source.SourceSession;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// An export whose rows go to a folder for each date: its partitions, as exports of their own.
public final class PartitionedExport {
    private PartitionedExport() {}

    /// Asks the source for the dates that there are. Blocks.
    ///
    /// @return the export itself where it has no partitions
    /// @throws dev.rivet.diag.RivetException what [Partitions#of] and [SourceSession#survey] throw
    public static List<ExportConfig> parts(
            ExportConfig export, RunOptions options, Equipment.Input input) {
        return export.files()
                .partitionBy()
                .map(by -> parts(export, by, survey(export, by, options, input)))
                .orElseGet(() -> List.of(export));
    }

    /// One of its partitions, whether there are rows of it or not.
    ///
    /// @param name as the partition's folder has it
    /// @return empty where it has no partitions, or none that could have that name
    public static Optional<ExportConfig> part(ExportConfig export, String name) {
        return export.files()
                .partitionBy()
                .flatMap(by -> Partitions.named(by, name).map(each -> part(export, by, each)));
    }

    private static KeySurvey survey(
            ExportConfig export, PartitionBy by, RunOptions options, Equipment.Input input) {
        Source source = input.source();
        try (SourceSession session = source.open(export.name())) {
            return session.survey(
                    Requests.read(export, options, input.mostBatchBytes()), Key.of(by.column()));
        }
    }

    private static List<ExportConfig> parts(ExportConfig export, PartitionBy by, KeySurvey found) {
        return Partitions.of(by, found).stream().map(each -> part(export, by, each)).toList();
    }

    private static ExportConfig part(ExportConfig export, PartitionBy by, Mode.Partition rows) {
        return export.part(rows.name(), rows, folder(export, by, rows.name()));
    }

    private static DestinationConfig folder(ExportConfig export, PartitionBy by, String name) {
        return switch (export.destination()) {
            case DestinationConfig.Local(var path) ->
                    new DestinationConfig.Local(
                            Path.of(
                                    path.toString()
                                            .replace(PartitionBy.TOKEN, by.column() + "=" + name)));
            case DestinationConfig.Stdout stdout -> stdout;
        };
    }
}
