package dev.rivet.cli;

import dev.rivet.app.RunRequest;
import dev.rivet.app.UseCases;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.extract.RunOptions;
import dev.rivet.journal.RunReport;
import dev.rivet.observe.AggregateBlock;
import dev.rivet.observe.AggregateJson;
import dev.rivet.observe.ProgressLine;
import dev.rivet.observe.RunReports;
import dev.rivet.observe.StageProfile;
import dev.rivet.observe.SummaryCard;
import dev.rivet.observe.Terminals;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `rivet run`.
@Command(name = "run", description = "Run the exports of a configuration, one after the other.")
final class RunCommand implements Callable<Integer> {
    private final Surroundings surroundings;
    private final RivetCommand root;
    private final Failures failures;

    @Mixin final ConfigOptions options = new ConfigOptions();
    @Mixin final LaterRunOptions later = new LaterRunOptions();

    @Option(
            names = {"-p", "--param"},
            paramLabel = "KEY=VALUE",
            description =
                    "Value for $${KEY} in the configuration and in query files; may be repeated,"
                            + " the last one wins.")
    List<String> params = new ArrayList<>();

    @Option(
            names = "--validate",
            description = "Read every written file again and compare rows, checksums and values.")
    boolean validate;

    @Option(
            names = "--strict",
            description =
                    "Fail on values and columns that would only be warned about, and on every value"
                            + " that would be replaced.")
    boolean strict;

    @Option(
            names = "--resume",
            description =
                    "Continue a run that died, and refuse to begin a new one. (Without it, a run that"
                            + " died is continued where there is one.)")
    boolean resume;

    @Option(
            names = "--force",
            description = "With --resume: also onto a destination that holds a complete delivery.")
    boolean force;

    @Option(
            names = "--summary-output",
            paramLabel = "PATH",
            description = "Write the summary of the invocation to this file, as JSON.")
    @Nullable Path summaryOutput;

    @Option(names = "--json", description = "Print the summary of the invocation, as JSON.")
    boolean json;

    RunCommand(Surroundings surroundings, RivetCommand root, Failures failures) {
        this.surroundings = surroundings;
        this.root = root;
        this.failures = failures;
    }

    @Override
    public Integer call() {
        later.refuse();
        if (json) {
            surroundings.results().refuseIfClosed();
        }
        summaryFile().ifPresent(SummaryFile::prepare);
        try (ProgressLine progress =
                new ProgressLine(
                        surroundings.screen(),
                        surroundings.progress(),
                        Terminals::columns,
                        System::nanoTime)) {
            RunRequest request = request(progress);
            return surroundings.engine().run(useCases -> run(useCases, request, progress));
        }
    }

    private RunRequest request(ProgressLine progress) {
        StageProfile profile = ProfileTable.profile(surroundings.environment());
        return new RunRequest(
                options.config(),
                options.export(),
                parameters(),
                new RunOptions(
                        validate,
                        strict,
                        LockWait.of(root.lockWait, surroundings.environment()),
                        resumption()),
                results(),
                warning -> surroundings.screen().print("Warning: " + warning),
                List.of(progress, new RunReports(options.config())),
                profile);
    }

    private RunOptions.Resume resumption() {
        if (!resume) {
            if (force) {
                surroundings.screen().print("Warning: --force does nothing without --resume.");
            }
            return RunOptions.Resume.IF_THERE_IS_ONE;
        }
        return force ? RunOptions.Resume.REQUIRED_ALSO_ONTO_COMPLETE : RunOptions.Resume.REQUIRED;
    }

    private Optional<SummaryFile> summaryFile() {
        return Optional.ofNullable(summaryOutput).map(SummaryFile::new);
    }

    private RunRequest.Results results() {
        boolean onStandardOutput =
                json || summaryFile().filter(SummaryFile::isStandardOutput).isPresent();
        return new RunRequest.Results(onStandardOutput, summaryOutput);
    }

    private int run(UseCases useCases, RunRequest request, ProgressLine progress) {
        RunReport report = useCases.run(request);
        progress.close();
        show(report);
        if (request.profile().isOn()) {
            surroundings.screen().print("\n" + ProfileTable.of(request.profile()));
        }
        String document = AggregateJson.of(report);
        List<Diagnostic> failed = new ArrayList<>(report.failures());
        summaryFile().flatMap(file -> file.write(document)).ifPresent(failed::add);
        if (json) {
            surroundings.results().print(document);
            surroundings.results().takeFailure().ifPresent(failed::add);
        }
        return failures.tell(failed);
    }

    private void show(RunReport report) {
        if (report.exports().size() == 1) {
            SummaryCard.of(report.exports().getFirst())
                    .ifPresent(card -> surroundings.screen().print("\n" + card));
        } else {
            surroundings.screen().print("\n" + AggregateBlock.of(report));
        }
    }

    private Map<String, String> parameters() {
        Map<String, String> values = new LinkedHashMap<>();
        for (String param : params) {
            int equals = param.indexOf('=');
            if (equals < 1) {
                throw Diagnostic.of(
                                Code.CLI_VALUE_INVALID,
                                "--param needs a name and a value: '" + param + "' has no '='",
                                "Write it as --param KEY=VALUE.")
                        .toException();
            }
            values.put(param.substring(0, equals), param.substring(equals + 1));
        }
        return values;
    }
}
