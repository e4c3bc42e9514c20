package dev.rivet.extract;

import dev.rivet.config.ExportConfig;
import dev.rivet.config.Retries;
import dev.rivet.config.Selection;
import dev.rivet.row.RowBatch;
import dev.rivet.state.jdbc.JdbcStateStore;
import io.smallrye.mutiny.Multi;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;

/// Child process: a run on a real state that reads for ever.
final class KilledRun {
    private KilledRun() {}

    static void main(String[] arguments) {
        JdbcStateStore state = JdbcStateStore.open(Path.of(arguments[0]));
        FakeSource source =
                new FakeSource(
                        List.of(
                                Multi.createFrom()
                                        .<RowBatch>nothing()
                                        .onSubscription()
                                        .invoke(() -> System.out.println("reading"))));
        ExportConfig export =
                ExportRunFixture.orders(new Selection.Table(null, "orders"), Retries.NONE);
        Equipment equipment =
                ExportRunFixture.equipment(
                        source,
                        ExportRunFixture.csvIn(new FakeDestination()),
                        state,
                        Executors.newSingleThreadExecutor(),
                        Clock.systemUTC());
        new ExportRun(
                        export,
                        new RunOptions(
                                false, false, Duration.ZERO, RunOptions.Resume.IF_THERE_IS_ONE),
                        equipment,
                        List.of())
                .run();
    }
}
