package dev.rivet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CompletionsTest {
    @TempDir Path folder;

    private final Console console = new Console();

    @ParameterizedTest
    @EnumSource
    void knowWhatIsThereAndNothingElse(CompletionsCommand.Shell shell) {
        assertThat(console.run("completions", shell.name())).isZero();
        assertThat(console.out())
                .contains("metrics", "files", "summary-output", "json-errors", "powershell")
                .doesNotContain("loads", "doctor", "parallel-exports");
        assertThat(console.engineStarts).isZero();
    }

    @Test
    void bashCompletesCommandsAndOptions() throws Exception {
        console.run("completions", "bash");
        Path script = Files.writeString(folder.resolve("rivet.bash"), console.out());

        assertThat(completed(script, "rivet st")).containsExactly("state");
        assertThat(completed(script, "rivet run --sum")).containsExactly("--summary-output");
    }

    @Test
    void fishOffersACommandOnlyWhereItBelongs() {
        console.run("completions", "fish");

        assertThat(console.out().lines())
                .contains(
                        "complete -c rivet -n '__fish_seen_subcommand_from state; and not"
                                + " __fish_seen_subcommand_from show files runs finish-run reset"
                                + " accept chunks reset-chunks progression vacuum copy' -a files -d 'List the files"
                                + " that runs have delivered, newest first.'",
                        "complete -c rivet -n '__fish_seen_subcommand_from completions' -a fish");
        assertThat(console.out())
                .contains("__fish_seen_subcommand_from run' -s c -l config -r -F -d")
                .contains("__fish_seen_subcommand_from run' -s e -l export -x -d");
    }

    @Test
    void powerShellListsTheWordsOfEachCommand() {
        console.run("completions", "powershell");

        assertThat(console.out())
                .contains(
                        "'rivet' = @('run', 'state', 'metrics', 'journal', 'self-test', 'schema', 'completions', ")
                .contains("'rivet state files' = @('-c', '--config', ");
    }

    private static List<String> completed(Path script, String typed) throws Exception {
        String program =
                """
                compopt() { :; }
                source "$1"; words="$2"
                COMP_LINE="$words"; COMP_POINT=${#words}; COMP_WORDS=($words)
                COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMPREPLY=()
                _complete_rivet rivet; printf '%s\\n' "${COMPREPLY[@]}"
                """;
        Process bash =
                new ProcessBuilder("bash", "-c", program, "bash", script.toString(), typed)
                        .redirectErrorStream(true)
                        .start();
        String answer = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(answer).isZero();
        return answer.lines().map(String::strip).toList();
    }
}
