package dev.rivet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rivet.diag.Product;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
    private final Console console = new Console();

    @AfterEach
    void theEngineWasNotStarted() {
        assertThat(console.engineStarts).isZero();
    }

    @Test
    void theVersionIsThatOfTheBuild() throws Exception {
        assertThat(console.run("--version")).isZero();
        assertThat(console.out()).isEqualTo("rivet 1.0.0\n");
        assertThat(Files.readString(Path.of("pom.xml")))
                .contains("<artifactId>rivet</artifactId>\n    <version>" + Product.VERSION);
    }

    @Test
    void anArgumentThatIsNotUtf8IsRefusedByItsPlace() {
        assertThat(console.run("run", "-c", "rivet.yaml", "-p", "CITY=Z\uFFFDrich")).isEqualTo(1);
        assertThat(console.err())
                .startsWith("Error: [RIVET_CLI_VALUE_INVALID] argument 5 is not UTF-8\n")
                .doesNotContain("CITY");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "run --help",
                "state --help",
                "state files -h",
                "metrics --help",
                "schema --help",
                "schema config --help",
                "completions --help",
                "apply --help"
            })
    void helpIsPlainTextOnStandardOutput(String arguments) {
        assertThat(console.run(arguments.split(" "))).isZero();
        assertThat(console.out()).startsWith("Usage: rivet").doesNotContain("\u001b");
        assertThat(console.err()).isEmpty();
    }

    @Test
    void helpOfRunNamesWhatOrchestratorsLookFor() {
        console.run("run", "--help");

        assertThat(console.out())
                .contains("--no-notify", "--lock-wait", "--export", "--summary-output", "--resume")
                .doesNotContain("--reconcile");
    }

    @Test
    void aMissingConfigurationComesWithAHint() {
        assertThat(console.run("run")).isEqualTo(2);
        assertThat(console.err())
                .startsWith("Error: Missing required option: '--config=PATH'\nUsage: rivet run")
                .contains("for example -c rivet.yaml");
        assertThat(console.out()).isEmpty();
    }

    @Test
    void typosComeWithASuggestion() {
        assertThat(console.run("rum")).isEqualTo(2);
        assertThat(console.err()).contains("Unknown command 'rum'", "Did you mean 'run'?");

        assertThat(console.run("run", "-c", "x", "--exprot", "orders")).isEqualTo(2);
        assertThat(console.err())
                .contains(
                        "Unknown option '--exprot'",
                        "Usage: rivet run",
                        "Did you mean '--export'?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"run -c x --lock-wait soon", "metrics -c x --last many"})
    void figuresAreAskedForInWords(String arguments) {
        assertThat(console.run(arguments.split(" "))).isEqualTo(2);
        assertThat(console.err().lines().findFirst().orElseThrow())
                .endsWith("' is not a whole number");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "rum", "run", "run -c", "run -c x --nope", "completions elvish"})
    void programsGetTheWholeObjectForUsageErrorsToo(String arguments) throws Exception {
        String line = (arguments + " --json-errors").strip();

        assertThat(console.run(line.split(" "))).isEqualTo(2);
        assertThat(console.err().lines()).hasSize(1);
        JsonNode error = new ObjectMapper().readTree(console.err());
        assertThat(error.properties().stream().map(each -> each.getKey()))
                .containsExactly(
                        "error",
                        "exit_class",
                        "code",
                        "exit_code",
                        "class",
                        "kind",
                        "action",
                        "retryable",
                        "failures");
        assertThat(error.get("exit_class").asInt()).isEqualTo(2);
        assertThat(error.get("class").asText()).isEqualTo("generic");
        assertThat(error.get("retryable").asBoolean()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--reconcile", "--parallel-exports", "--parallel-export-processes"})
    void optionsOfLaterVersionsAreRefusedByName(String option) {
        assertThat(console.run("run", "-c", "x", option)).isEqualTo(1);
        assertThat(console.err())
                .contains("[RIVET_CLI_OPTION_UNSUPPORTED] " + option + " of `rivet run` is not");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "init --source postgres://x",
                "doctor -c x",
                "plan -c x --format json",
                "apply plan.json --force",
                "reconcile -c x",
                "state loads --last 3"
            })
    void commandsOfLaterVersionsAreRefusedByName(String arguments) {
        assertThat(console.run(arguments.split(" "))).isEqualTo(1);
        String name = arguments.startsWith("state") ? "rivet state " : "rivet ";
        assertThat(console.err())
                .startsWith("Error: [RIVET_CLI_OPTION_UNSUPPORTED] `" + name)
                .contains("is not available in this version");
    }

    @Test
    void theSchemaOfAConfigurationIsPrintedAsItIs() {
        assertThat(console.run("schema", "config")).isZero();
        assertThat(console.out()).isEqualTo("{\"title\": \"a schema\"}\n");
    }

    @Test
    void everyCodeIsInTheErrorReference() {
        assertThat(console.run("schema", "errors")).isZero();
        for (dev.rivet.diag.Code code : dev.rivet.diag.Code.values()) {
            assertThat(console.out()).contains("| `" + code.stableName() + "` |");
        }
        assertThat(console.out())
                .contains("| `RIVET_SOURCE_CONNECTION_LOST` | environment | 1 or 2 |")
                .contains("| `RIVET_VALIDATE_FAILED` | integrity | 3 |");
    }

    @Test
    void theReferencesInTheRepositoryAreThoseOfTheProgram() throws Exception {
        for (String reference : List.of("cli", "errors")) {
            console.run("schema", reference);
            Path file = Path.of("docs", "reference", reference + ".md");
            if (Boolean.getBoolean("rivet.docs.write")) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, console.out());
            }
            assertThat(file).as("rewrite with -Drivet.docs.write=true").hasContent(console.out());
        }
    }
}
