package dev.rivet.cli;

import dev.rivet.app.Check;
import dev.rivet.app.RunRequest;
import dev.rivet.app.SelfTestRequest;
import dev.rivet.app.StateUseCases;
import dev.rivet.app.UseCases;
import dev.rivet.journal.RunReport;
import dev.rivet.observe.ProgressLine;
import dev.rivet.observe.Screen;
import dev.rivet.observe.Summaries;
import dev.rivet.state.Ledger;
import dev.rivet.state.RunStore;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Runs whole commands in-process against use cases that answer what a test wants.
final class Console implements UseCases {
    final Map<String, String> environment = new HashMap<>();
    final List<RunRequest> requests = new ArrayList<>();
    Function<RunRequest, RunReport> onRun = request -> Summaries.report();
    List<Ledger.Entry> files = List.of();
    List<RunStore.Metric> metrics = List.of();
    final StateAnswers state = new StateAnswers();
    List<Check> checks = List.of();
    final List<SelfTestRequest> selfTests = new ArrayList<>();
    int engineStarts;

    Function<OutputStream, ResultStream> results = ResultStream::of;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    int run(String... arguments) {
        out.reset();
        err.reset();
        return Rivet.run(surroundings(), List.of(arguments));
    }

    Surroundings surroundings() {
        return new Surroundings(
                work -> {
                    engineStarts++;
                    return work.applyAsInt(this);
                },
                results.apply(out),
                new Screen(new PrintStream(err, true, StandardCharsets.UTF_8)),
                ProgressLine.Style.PLAIN,
                Surroundings.Colours.OFF,
                environment,
                () -> "{\"title\": \"a schema\"}\n",
                new Interruption());
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    String lastErrorLine() {
        return err().lines().toList().getLast();
    }

    @Override
    public RunReport run(RunRequest request) {
        requests.add(request);
        return onRun.apply(request);
    }

    @Override
    public List<Ledger.Entry> files(Path config, @Nullable String export, int limit) {
        return files.stream().limit(limit).toList();
    }

    @Override
    public List<RunStore.Metric> metrics(Path config, @Nullable String export, int limit) {
        return metrics.stream().limit(limit).toList();
    }

    @Override
    public StateUseCases state() {
        return state;
    }

    @Override
    public List<Check> selfTest(SelfTestRequest request) {
        selfTests.add(request);
        return checks;
    }
}
