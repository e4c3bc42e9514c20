package dev.rivet.extract;

import dev.rivet.config.DestinationConfig;
import dev.rivet.config.ExportConfig;
import dev.rivet.config.History;
import dev.rivet.config.MetaColumns;
import dev.rivet.config.Mode;
import dev.rivet.config.NoRows;
import dev.rivet.config.OutputFormat;
import dev.rivet.config.Retries;
import dev.rivet.config.Selection;
import dev.rivet.config.Tuning;
import dev.rivet.encode.csv.CsvFormat;
import dev.rivet.observe.StageProfile;
import dev.rivet.row.RowBatch;
import dev.rivet.state.ExportOwner;
import dev.rivet.state.jdbc.SqliteStateStore;
import io.smallrye.mutiny.Multi;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

/// Child process: a run on a real state that reads for ever.
final class KilledRun {
    private KilledRun() {}

    static void main(String[] arguments) {
        SqliteStateStore state = SqliteStateStore.open(Path.of(arguments[0]));
        FakeSource source =
                new FakeSource(
                        List.of(
                                Multi.createFrom()
                                        .<RowBatch>nothing()
                                        .onSubscription()
                                        .invoke(() -> System.out.println("reading"))));
        ExportConfig export =
                new ExportConfig(
                        "orders",
                        new Selection.Table(null, "orders"),
                        new Mode.Full(),
                        new ExportConfig.Columns(Map.of(), null, MetaColumns.NONE),
                        new ExportConfig.Files(
                                new OutputFormat.Csv(), null, NoRows.NO_FILE, History.KEEP),
                        new DestinationConfig.Local(Path.of("/nowhere")),
                        new Tuning(
                                "test",
                                100,
                                1 << 20,
                                Duration.ZERO,
                                Duration.ZERO,
                                Duration.ZERO,
                                0,
                                1),
                        Retries.NONE);
        Equipment equipment =
                new Equipment(
                        new Equipment.Input("postgres", "shop", source, 1 << 20),
                        new Equipment.Output(
                                new CsvFormat(new OutputFormat.Csv(), StageProfile.off()),
                                new FakeDestination(new ArrayList<>())),
                        state,
                        ExportOwner.of("/c/rivet.yaml"),
                        Executors.newSingleThreadExecutor(),
                        StageProfile.off(),
                        Clock.systemUTC());
        new ExportRun(export, new RunOptions(false, false, Duration.ZERO), equipment, List.of())
                .run();
    }
}
