package dev.rivet.app;

import dev.rivet.config.DestinationConfig;
import dev.rivet.config.ExportConfig;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import java.util.List;

/// Standard output holds one thing: the rows of one export, or the results of the command.
final class StandardOutput {
    private StandardOutput() {}

    /// Fails when two would write to it.
    ///
    /// @throws dev.rivet.diag.RivetException `CLI_OPTION_UNSUPPORTED`
    static void refuseUnlessFree(List<ExportConfig> exports, RunRequest.Results results) {
        List<String> writers =
                exports.stream()
                        .filter(each -> each.destination() instanceof DestinationConfig.Stdout)
                        .map(ExportConfig::name)
                        .toList();
        if (writers.size() > 1) {
            throw refused(
                    "several exports write to standard output: " + String.join(", ", writers),
                    "Run them one at a time with --export, or give them files to write.");
        }
        if (writers.size() == 1 && results.onStandardOutput()) {
            throw refused(
                    "--json or --summary-output would write where export "
                            + writers.getFirst()
                            + " writes its rows",
                    "Use --summary-output FILE instead of --json, with a file of its own.");
        }
    }

    private static RuntimeException refused(String message, String action) {
        return Diagnostic.of(Code.CLI_OPTION_UNSUPPORTED, message, action).toException();
    }
}
