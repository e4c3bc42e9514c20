package dev.rivet.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.rivet.diag.Diagnostic;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Each key of a mode beside each mode: it changes what is done, or it is refused.
class ModeSettingsTest {
    /// By name, the lines of an export that is whole without any other key.
    private static final Map<String, String> MODES =
            Map.of(
                    "full", "mode: full",
                    "incremental", "mode: incremental\ncursor_column: a",
                    "time_window", "mode: time_window\ntime_column: a\ndays_window: 2",
                    "chunked", "mode: chunked",
                    "keyset", "mode: chunked\nchunk_by_key: a\nkeyset_incremental: true");

    /// By key, the lines that write it: another value than the usual one, with the keys that it
    /// cannot be without.
    private static final Map<String, String> WRITTEN =
            Map.ofEntries(
                    Map.entry("cursor_column", "cursor_column: b"),
                    Map.entry(
                            "incremental_cursor_mode",
                            "incremental_cursor_mode: coalesce\ncursor_fallback_column: b"),
                    Map.entry(
                            "cursor_fallback_column",
                            "cursor_fallback_column: b\nincremental_cursor_mode: coalesce"),
                    Map.entry("settle", "settle: {after: 1h, column: b}"),
                    Map.entry("settle_wait", "settle_wait: 3s"),
                    Map.entry("overlap", "overlap: 5"),
                    Map.entry("time_column", "time_column: b"),
                    Map.entry("days_window", "days_window: 3"),
                    Map.entry("time_column_type", "time_column_type: unix"),
                    Map.entry("partition_by", "partition_by: b"),
                    Map.entry(
                            "partition_granularity",
                            "partition_granularity: year\npartition_by: b"),
                    Map.entry("chunk_column", "chunk_column: b"),
                    Map.entry("chunk_size", "chunk_size: 5"),
                    Map.entry("chunk_size_memory_mb", "chunk_size_memory_mb: 5"),
                    Map.entry("chunk_count", "chunk_count: 5"),
                    Map.entry("chunk_by_days", "chunk_by_days: 5\nchunk_column: b"),
                    Map.entry("chunk_dense", "chunk_dense: true"),
                    Map.entry("chunk_by_key", "chunk_by_key: b"),
                    Map.entry("keyset_incremental", "keyset_incremental: true\nchunk_by_key: b"),
                    Map.entry("chunk_checkpoint", "chunk_checkpoint: true"),
                    Map.entry("chunk_max_attempts", "chunk_max_attempts: 9"),
                    Map.entry("consistency", "consistency: per_chunk"));

    /// What is so anyway, and may be said: a size counts rows, and what is new is committed chunk
    /// by chunk.
    private static final Set<String> HOLDS =
            Set.of("chunked chunk_dense", "keyset chunk_checkpoint");

    private static final Map<String, Set<String>> EFFECTIVE =
            Map.of(
                    "full", Set.of("partition_by", "partition_granularity"),
                    "incremental",
                            Set.of(
                                    "cursor_column",
                                    "incremental_cursor_mode",
                                    "cursor_fallback_column",
                                    "settle",
                                    "settle_wait",
                                    "overlap"),
                    "time_window", Set.of("time_column", "days_window", "time_column_type"),
                    "chunked",
                            Set.of(
                                    "chunk_column",
                                    "chunk_size",
                                    "chunk_size_memory_mb",
                                    "chunk_count",
                                    "chunk_by_days",
                                    "chunk_by_key",
                                    "keyset_incremental",
                                    "chunk_checkpoint",
                                    "chunk_max_attempts",
                                    "consistency"),
                    "keyset",
                            Set.of(
                                    "chunk_by_key",
                                    "keyset_incremental",
                                    "chunk_max_attempts",
                                    "overlap"));

    @TempDir Path folder;
    private ConfigFixture fixture;

    @BeforeEach
    void begin() {
        fixture = new ConfigFixture(folder);
    }

    @Test
    void allKeysOfModesAreWrittenHere() {
        assertThat(WRITTEN.keySet())
                .isEqualTo(
                        Stream.of(ModeKeys.PROGRESS, ModeKeys.CHUNKS)
                                .flatMap(List::stream)
                                .map(ConfigKey::name)
                                .collect(Collectors.toSet()));
    }

    @TestFactory
    Stream<DynamicTest> aSettingHasAnEffectOrIsRefused() {
        return MODES.keySet().stream()
                .sorted()
                .flatMap(
                        mode ->
                                WRITTEN.keySet().stream()
                                        .sorted()
                                        .map(
                                                key ->
                                                        dynamicTest(
                                                                mode + " " + key,
                                                                () -> check(mode, key))));
    }

    private void check(String mode, String key) {
        String lines = Objects.requireNonNull(MODES.get(mode));
        String usual = yaml(lines);
        String with = yaml(with(lines, Objects.requireNonNull(WRITTEN.get(key))));
        if (Objects.requireNonNull(EFFECTIVE.get(mode)).contains(key)) {
            assertThat(fixture.export(with)).isNotEqualTo(fixture.export(usual));
        } else if (HOLDS.contains(mode + " " + key)) {
            assertThat(fixture.export(with)).isEqualTo(fixture.export(usual));
        } else {
            assertThat(fixture.problems(with))
                    .isNotEmpty()
                    .allSatisfy(
                            problem ->
                                    assertThat(problem.code().name())
                                            .matches("CONFIG_(MODE_SETTING|CHUNK_.*)_INVALID"))
                    .anySatisfy(problem -> assertNamed(problem, key));
        }
    }

    private static void assertNamed(Diagnostic problem, String key) {
        assertThat(problem.message()).contains(key);
        assertThat(problem.action()).isNotBlank();
    }

    /// The lines of a mode with those of a key, which win.
    private static String with(String mode, String key) {
        Set<String> names =
                key.lines()
                        .map(line -> line.substring(0, line.indexOf(':')))
                        .collect(Collectors.toSet());
        return mode.lines()
                        .filter(line -> !names.contains(line.substring(0, line.indexOf(':'))))
                        .map(line -> line + "\n")
                        .collect(Collectors.joining())
                + key;
    }

    private static String yaml(String lines) {
        String folder = lines.contains("partition_by") ? "out/{partition}" : "out";
        return ConfigFixture.exportWith(lines).replace("path: out}", "path: \"" + folder + "\"}");
    }

    @Test
    void nobodySaysThatWhatIsNewIsNotContinued() {
        assertThat(fixture.words(yaml(MODES.get("keyset") + "\nchunk_checkpoint: false")))
                .singleElement()
                .asString()
                .contains("`chunk_checkpoint`", "keyset_incremental");
    }

    @Test
    void aSizeOfFoldersNeedsFolders() {
        assertThat(fixture.words(yaml("partition_granularity: month")))
                .singleElement()
                .asString()
                .contains("`partition_granularity`", "Add `partition_by:`");
    }

    @Test
    void theWidthOfAQuerysRowsIsNotKnown() {
        String lines =
                "query: SELECT 1 AS a\nformat: csv\nmode: chunked\nchunk_column: a\n"
                        + "chunk_size_memory_mb: 5";
        assertThat(fixture.words(ConfigFixture.bareExport(lines)))
                .singleElement()
                .asString()
                .contains("needs `table`", "Write `chunk_size`");
    }
}
