package dev.rivet.cli;

import dev.rivet.app.RunRequest;
import dev.rivet.app.UseCases;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.extract.RunOptions;
import dev.rivet.journal.RunReport;
import dev.rivet.observe.AggregateBlock;
import dev.rivet.observe.AggregateJson;
import dev.rivet.observe.AtomicFile;
import dev.rivet.observe.ProgressLine;
import dev.rivet.observe.RunReports;
import dev.rivet.observe.StageProfile;
import dev.rivet.observe.SummaryCard;
import dev.rivet.observe.Terminals;
import java.io.IOException;
import java.nio.file.Files;
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

    @Option(names = "--validate", description = "Count the rows of every written file again.")
    boolean validate;

    @Option(
            names = "--strict",
            description =
                    "Fail on values and columns that would only be warned about, and on every value"
                            + " that would be replaced.")
    boolean strict;

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
        prepareOutput();
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
                        validate, strict, LockWait.of(root.lockWait, surroundings.environment())),
                json ? RunRequest.Results.ON_STANDARD_OUTPUT : RunRequest.Results.NONE,
                warning -> surroundings.screen().print("Warning: " + warning),
                List.of(progress, new RunReports(options.folder())),
                profile);
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
        writeOutput(document).ifPresent(failed::add);
        if (json) {
            surroundings.results().print(document);
            surroundings.results().flush();
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

    /// Finds out before the run whether there is a place for its summary.
    private void prepareOutput() {
        if (summaryOutput == null) {
            return;
        }
        try {
            AtomicFile.createFolder(summaryOutput);
        } catch (IOException e) {
            throw unwritable(summaryOutput, e).toException(e);
        }
        Path folder = summaryOutput.toAbsolutePath().getParent();
        if (Files.isDirectory(summaryOutput) || folder == null || !Files.isWritable(folder)) {
            throw unwritable(summaryOutput, null).toException();
        }
    }

    private Optional<Diagnostic> writeOutput(String document) {
        if (summaryOutput == null) {
            return Optional.empty();
        }
        try {
            AtomicFile.write(summaryOutput, document);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(unwritable(summaryOutput, e));
        }
    }

    private static Diagnostic unwritable(Path file, @Nullable IOException cause) {
        String reason =
                cause == null
                        ? Files.isDirectory(file)
                                ? "it is a folder"
                                : "its folder does not allow it"
                        : cause.toString();
        return Diagnostic.of(
                Code.CLI_OUTPUT_UNWRITABLE,
                "the summary cannot be written to " + file + ": " + reason);
    }
}
