package dev.rivet.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.testing.RivetProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Commands that need no database.
class CommandsIT {
    @TempDir Path folder;

    private static RivetProcess.Result succeeds(String... arguments) {
        RivetProcess.Result result = RivetProcess.rivet(arguments).run();
        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(result.stderr()).isEmpty();
        return result;
    }

    @Test
    void tellsItsVersion() {
        assertThat(succeeds("--version").stdout()).matches("rivet \\d+\\.\\d+\\.\\d+\n");
    }

    @Test
    void helpNamesTheCommands() {
        assertThat(succeeds("--help").stdout())
                .contains("Usage: rivet", "run", "state", "metrics", "schema", "completions");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run",
                "state files",
                "metrics",
                "self-test",
                "schema config",
                "schema cli",
                "completions"
            })
    void everyCommandHasHelpWithItsOptions(String command) {
        assertThat(succeeds((command + " --help").split(" ")).stdout())
                .contains("Usage: rivet " + command, "--json-errors", "--lock-wait");
    }

    @Test
    void describesTheConfigurationAsJsonSchema() {
        var schema = Workspace.json(succeeds("schema", "config").stdout());
        assertThat(schema.at("/properties/source").isMissingNode()).isFalse();
        assertThat(schema.at("/properties/exports").isMissingNode()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish", "powershell"})
    void completesInEveryShell(String shell) {
        assertThat(succeeds("completions", shell).stdout()).contains("rivet", "metrics");
    }

    @Test
    void anUnknownOptionIsAnErrorOfUsage() {
        RivetProcess.Result result =
                RivetProcess.rivet("run", "-c", "rivet.yaml", "--no-such-option").run();
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(2);
        assertThat(result.stderr()).contains("Unknown option '--no-such-option'", "Usage: rivet");
        assertThat(result.stdout()).isEmpty();
    }

    /// As under cron. The shell makes the name, because Java may be without a locale itself.
    @Test
    void filesWithForeignNamesAreFoundWithoutALocale() {
        String script =
                """
                name=$(printf 'gr\\303\\266\\303\\237e.yaml')
                echo 'exports: [' >"$name"
                exec '%s' run -c "$name"
                """
                        .formatted(RivetProcess.launcher());
        RivetProcess.Result result =
                RivetProcess.launch(Path.of("/bin/sh"), "-c", script).in(folder).run();
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(1);
        assertThat(result.stderr()).contains("größe.yaml", "RIVET_CONFIG_YAML_INVALID");
    }
}
