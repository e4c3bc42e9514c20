package dev.rivet.cli;

import dev.rivet.diag.Product;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// The command itself; holds the options that are accepted in any position.
@Command(
        name = "rivet",
        version = Product.NAME + " " + Product.VERSION,
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        sortOptions = false,
        synopsisSubcommandLabel = "COMMAND",
        usageHelpWidth = 100,
        description = "Gets tables out of PostgreSQL and MySQL into Parquet and CSV.")
final class RivetCommand implements Runnable {
    @Option(
            names = ErrorStyle.OPTION,
            scope = ScopeType.INHERIT,
            description = "End every failure with one line of JSON on standard error.")
    boolean jsonErrors;

    @Option(
            names = "--no-notify",
            scope = ScopeType.INHERIT,
            description = "Send no notifications. This version has none to send.")
    boolean noNotify;

    @Option(
            names = "--lock-wait",
            scope = ScopeType.INHERIT,
            paramLabel = "SECONDS",
            description =
                    "How long to wait for another run of the same export; 0 does not wait. Default:"
                            + " the environment's RIVET_LOCK_WAIT, else 600.")
    @Nullable Long lockWait;

    @Spec @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                Objects.requireNonNull(spec).commandLine(), "Missing command");
    }
}
