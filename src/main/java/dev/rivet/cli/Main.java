package dev.rivet.cli;

import dev.rivet.config.ConfigSchema;
import dev.rivet.diag.Product;
import dev.rivet.observe.ProgressLine;
import dev.rivet.observe.Screen;
import dev.rivet.observe.StandardStreams;
import dev.rivet.observe.Terminals;
import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Where the process starts. Quarkus starts only for commands that need more than their arguments.
@QuarkusMain
public final class Main {
    private static final int RESULTS = 1;
    private static final int ERRORS = 2;

    private Main() {}

    public static void main(String... args) {
        StandardStreams.secure();
        // The one place: libraries format numbers too.
        Locale.setDefault(Locale.ROOT);
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        Map<String, String> environment = System.getenv();
        ResultStream results = ResultStream.ofProcess();
        Screen screen = new Screen(stream(FileDescriptor.err));
        System.setOut(results);
        System.setErr(screen.stream());
        LogLevel.in(environment).apply();
        Interruption interruption = new Interruption();
        Surroundings surroundings =
                new Surroundings(
                        new QuarkusEngine(interruption),
                        results,
                        screen,
                        Terminals.attached(ERRORS, environment)
                                ? ProgressLine.Style.LIVE
                                : ProgressLine.Style.PLAIN,
                        Terminals.coloured(RESULTS, environment)
                                ? Surroundings.Colours.ON
                                : Surroundings.Colours.OFF,
                        environment,
                        () -> ConfigSchema.json(Product.VERSION),
                        interruption);
        int exit = Rivet.run(surroundings, List.of(args));
        results.flush();
        end(exit);
    }

    /// Dev mode keeps the process, for the next change, and wants to be told that this run is over.
    private static void end(int exit) {
        if (LaunchMode.current() == LaunchMode.DEVELOPMENT) {
            ApplicationLifecycleManager.getDefaultExitCodeHandler().accept(exit, null);
        } else {
            System.exit(exit);
        }
    }

    /// UTF-8 whatever the locale: the environment of a scheduler often has none.
    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
    }
}
