package dev.rivet.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigReferenceTest {
    private static final Path PAGE = Path.of("docs/reference/configuration.md");
    private static final Pattern EXAMPLE = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);

    @TempDir Path folder;

    @Test
    void thePageSaysWhatTheTableSays() throws IOException {
        if (Boolean.getBoolean("rivet.docs.write")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, ConfigReference.markdown());
        }

        assertThat(Files.readString(PAGE)).isEqualTo(ConfigReference.markdown());
    }

    @Test
    void theExamplesOfThePageAreAccepted() {
        ConfigFixture fixture = new ConfigFixture(folder);
        fixture.environment.putAll(
                Map.of(
                        "DATABASE_URL", "postgres://u:p@localhost/d",
                        "SHOP_PASSWORD", "p",
                        "SINCE", "2026-01-01"));
        List<String> examples =
                EXAMPLE.matcher(ConfigReference.markdown())
                        .results()
                        .map((MatchResult found) -> found.group(1))
                        .toList();

        assertThat(examples).hasSize(2);
        assertThat(examples)
                .allSatisfy(
                        example -> {
                            assertThat(fixture.words(example)).isEmpty();
                            assertThat(fixture.warnings(example)).isEmpty();
                        });
    }
}
