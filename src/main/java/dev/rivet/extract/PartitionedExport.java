package dev.rivet.extract;

import dev.rivet.config.DestinationConfig;
import dev.rivet.config.ExportConfig;
import dev.rivet.config.PartitionBy;
import dev.rivet.plan.Key;
import dev.rivet.plan.KeySurvey;
import dev.rivet.plan.Partitions;
import dev.rivet.source.Source;
import dev.rivet.source.SourceSession;
import java.nio.file.Path;
import java.util.List;

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

    private static KeySurvey survey(
            ExportConfig export, PartitionBy by, RunOptions options, Equipment.Input input) {
        Source source = input.source();
        try (SourceSession session = source.open(export.name())) {
            return session.survey(
                    Requests.read(export, options, input.mostBatchBytes()), Key.of(by.column()));
        }
    }

    private static List<ExportConfig> parts(ExportConfig export, PartitionBy by, KeySurvey found) {
        return Partitions.of(by, found).stream()
                .map(each -> export.part(each.name(), each, folder(export, by, each.name())))
                .toList();
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
