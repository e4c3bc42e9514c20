package dev.rivet.app;

import dev.rivet.config.ConfigReader;
import dev.rivet.config.ExportConfig;
import dev.rivet.config.LoadedConfig;
import dev.rivet.config.RivetConfig;
import dev.rivet.diag.RivetException;
import dev.rivet.extract.Equipment;
import dev.rivet.extract.ExportRun;
import dev.rivet.extract.PartitionedExport;
import dev.rivet.journal.Outcome;
import dev.rivet.journal.RunReport;
import dev.rivet.journal.RunSummary;
import dev.rivet.observe.AggregateJson;
import dev.rivet.source.Source;
import dev.rivet.state.Ledger;
import dev.rivet.state.RunStore;
import dev.rivet.state.StateLocation;
import dev.rivet.state.StateStore;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The use cases on the real adapters.
@ApplicationScoped
public class WiredUseCases implements UseCases {
    private final Clock clock = Clock.systemUTC();
    private final ConfigReader configs = new ConfigReader(System.getenv(), clock);
    private final Adapters adapters;
    private final Inspection inspection;

    WiredUseCases(Vertx vertx) {
        this.adapters = new Adapters(vertx);
        this.inspection = new Inspection(configs, adapters);
    }

    @Override
    public RunReport run(RunRequest request) {
        Instant startedAt = clock.instant();
        LoadedConfig loaded = configs.read(request.config(), request.params());
        loaded.warnings().forEach(request.warnings());
        RivetConfig config = loaded.config();
        List<ExportConfig> exports = selected(config, request.export());
        StandardOutput.refuseUnlessFree(exports, request.results());
        StateLocation location = Adapters.stateLocation(config.folder());
        OwnFiles.of(loaded, location).refuseToReplace(request.results().file());
        if (location instanceof StateLocation.SqliteFile file) {
            warnOfNetwork(file, request);
        }
        StateStore state = adapters.state(config.folder());
        Bookkeeping bookkeeping = new Bookkeeping(request.warnings());
        List<RunSummary> summaries;
        try {
            StateTransfer.refuseToLeaveBehind(config.file(), state, names(exports));
            summaries = runEach(config, exports, request, state);
        } catch (RuntimeException | Error failure) {
            bookkeeping.run(state::close);
            throw failure;
        }
        RunReport report =
                new RunReport(
                        RunReport.idAt(startedAt, ThreadLocalRandom.current().nextInt()),
                        startedAt,
                        clock.instant(),
                        config.file(),
                        summaries);
        if (summaries.size() > 1) {
            bookkeeping.run(() -> state.runs().aggregate(report, AggregateJson.of(report)));
        }
        bookkeeping.run(state::close);
        return report;
    }

    private static void warnOfNetwork(StateLocation.SqliteFile state, RunRequest request) {
        state.networkFileSystem()
                .ifPresent(
                        type ->
                                request.warnings()
                                        .accept(
                                                "the state "
                                                        + state.file()
                                                        + " is on a network file system ("
                                                        + type
                                                        + "), where SQLite may lose or damage it:"
                                                        + " name a file on a local disk,"
                                                        + " RIVET_STATE_URL=sqlite:/path/state.db"));
    }

    private static List<ExportConfig> selected(RivetConfig config, @Nullable String name) {
        if (name == null) {
            return config.exports();
        }
        return List.of(
                config.export(name)
                        .or(() -> partition(config, name))
                        .orElseThrow(
                                () ->
                                        Inspection.unknown(
                                                name, List.copyOf(names(config.exports())))));
    }

    /// A partition of an export, by the name that it has as an export of its own.
    private static Optional<ExportConfig> partition(RivetConfig config, String name) {
        return config.exports().stream()
                .filter(each -> name.startsWith(each.partName("")))
                .flatMap(
                        each ->
                                PartitionedExport.part(
                                        each, name.substring(each.partName("").length()))
                                        .stream())
                .findFirst();
    }

    /// One after the other; one that fails does not stop the next, an interruption does.
    private List<RunSummary> runEach(
            RivetConfig config, List<ExportConfig> exports, RunRequest request, StateStore state) {
        List<RunSummary> summaries = new ArrayList<>();
        try (Source source = adapters.source(config.source(), request.profile());
                ExecutorService encoders =
                        Executors.newFixedThreadPool(
                                Runtime.getRuntime().availableProcessors(),
                                Thread.ofPlatform().daemon().name("encoder-", 0).factory())) {
            var input =
                    new Equipment.Input(
                            config.source().engine(),
                            database(config),
                            source,
                            Adapters.mostBatchBytes());
            for (ExportConfig export : exports) {
                run(config, export, request, new Engine(input, state, encoders), summaries);
            }
        }
        return summaries;
    }

    /// What all exports of a call are run with.
    private record Engine(Equipment.Input input, StateStore state, ExecutorService encoders) {}

    /// Runs an export, or each of its partitions.
    private void run(
            RivetConfig config,
            ExportConfig export,
            RunRequest request,
            Engine engine,
            List<RunSummary> summaries) {
        ExportRun whole = run(config, export, request, engine);
        if (interrupted(summaries)) {
            summaries.add(whole.notBegun());
            return;
        }
        try {
            List<ExportConfig> parts =
                    PartitionedExport.parts(export, request.options(), engine.input());
            for (ExportConfig part : parts) {
                ExportRun run = run(config, part, request, engine);
                summaries.add(interrupted(summaries) ? run.notBegun() : run.run());
            }
            if (parts.isEmpty()) {
                summaries.add(whole.nothing());
            }
        } catch (RivetException failure) {
            summaries.add(whole.notBegun(failure));
        }
    }

    private ExportRun run(
            RivetConfig config, ExportConfig export, RunRequest request, Engine engine) {
        Equipment equipment =
                new Equipment(
                        engine.input(),
                        new Equipment.Output(
                                adapters.format(export, request.profile()),
                                adapters.destination(export)),
                        engine.state(),
                        Owners.of(config, export),
                        engine.encoders(),
                        request.profile(),
                        clock);
        return new ExportRun(export, request.options(), equipment, request.listeners());
    }

    private static @Nullable String database(RivetConfig config) {
        String name = config.source().endpoint().database();
        return name.isEmpty() ? null : name;
    }

    private static boolean interrupted(List<RunSummary> summaries) {
        return Thread.currentThread().isInterrupted()
                || (!summaries.isEmpty() && summaries.getLast().outcome() == Outcome.INTERRUPTED);
    }

    @Override
    public List<Ledger.Entry> files(Path config, @Nullable String export, int limit) {
        return inspect(config, export, (state, names) -> state.ledger().latest(names, limit));
    }

    @Override
    public List<RunStore.Metric> metrics(Path config, @Nullable String export, int limit) {
        return inspect(config, export, (state, names) -> state.runs().latest(names, limit));
    }

    @Override
    public StateUseCases state() {
        return new WiredState(inspection, clock);
    }

    @Override
    public List<Check> selfTest(SelfTestRequest request) {
        return new SelfTest(System.getenv()).run(request);
    }

    private <T> List<T> inspect(
            Path config,
            @Nullable String export,
            BiFunction<StateStore, Set<String>, List<T>> question) {
        return inspection.ask(config, export, question).orElse(List.of());
    }

    private static Set<String> names(List<ExportConfig> exports) {
        return exports.stream().map(ExportConfig::name).collect(Collectors.toSet());
    }
}
