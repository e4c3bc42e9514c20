package dev.rivet.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.rivet.config.Certificate;
import dev.rivet.config.ConfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DocumentationTest {
    private static final String NOT_OURS = "not a configuration of rivet: ";

    /// What a part of a configuration is completed with.
    private static final String SOURCE =
            "source: {type: postgres, url_env: DATABASE_URL, tls: {mode: verify-full}}\n";

    private static final String EXPORTS =
            """
            exports:
              - name: orders
                table: orders
                format: parquet
                destination: {type: local, path: output}
            """;

    @TempDir Path folder;

    @BeforeEach
    void thereAreTheFilesThatExamplesName() throws IOException {
        Files.writeString(folder.resolve("ca.pem"), Certificate.PEM);
        Files.writeString(folder.resolve("shop-url"), "postgresql://u:p@db.example.com/d");
    }

    static Stream<Page.Block> configurations() {
        return Page.all().stream()
                .flatMap(page -> page.blocks("yaml").stream())
                .filter(block -> !block.note().startsWith(NOT_OURS));
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void everyConfigurationIsAccepted(Page.Block block) throws IOException {
        Path file = folder.resolve("rivet.yaml");
        Files.writeString(file, whole(block.text()).replace("/run/secrets/", ""));

        assertThatCode(() -> reader().read(file, Map.of())).doesNotThrowAnyException();
    }

    @Test
    void thereAreWholeConfigurationsAmongThem() {
        assertThat(configurations())
                .filteredOn(block -> whole(block.text()).equals(block.text()))
                .hasSizeGreaterThan(5);
    }

    private static String whole(String yaml) {
        String exports = yaml.contains("exports:") ? yaml : yaml + EXPORTS;
        return exports.contains("source:") ? exports : SOURCE + exports;
    }

    private static ConfigReader reader() {
        return new ConfigReader(
                Map.of(
                        "DATABASE_URL", "postgresql://u:p@db.example.com/d?sslmode=verify-full",
                        "SHOP_PASSWORD", "p",
                        "SINCE", "2026-01-01",
                        "LEAST", "3"),
                Clock.systemUTC());
    }

    static List<Page> pages() {
        return Page.all();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsSomewhere(Page page) {
        assertThat(page.links().stream().filter(link -> !leadsSomewhere(page, link))).isEmpty();
    }

    private static boolean leadsSomewhere(Page page, String link) {
        if (link.startsWith("https://")) {
            return true;
        }
        Path target = page.target(link);
        int heading = link.indexOf('#');
        return Files.exists(target)
                && (heading < 0
                        || Page.of(target).headings().contains(link.substring(heading + 1)));
    }

    @Test
    void everyPageIsReachedFromAnIndex() {
        List<Path> reached =
                Stream.of("README.md", "docs/README.md", "docs/adr/README.md")
                        .map(name -> Page.of(Path.of(name)))
                        .flatMap(page -> page.links().stream().map(page::target))
                        .toList();

        assertThat(Page.all())
                .extracting(Page::file)
                .filteredOn(file -> !file.equals(Path.of("README.md")))
                .isSubsetOf(reached);
    }
}
