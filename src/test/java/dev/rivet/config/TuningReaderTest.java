package dev.rivet.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TuningReaderTest {
    private static final long MEGABYTE = 1 << 20;

    @TempDir Path folder;
    ConfigFixture fixture;

    @BeforeEach
    void setUp() {
        fixture = new ConfigFixture(folder);
    }

    private static String yaml(String sourceLines, String exportLines) {
        return ConfigFixture.SOURCE
                + sourceLines.indent(2)
                + ConfigFixture.EXPORTS
                + exportLines.indent(4);
    }

    private Tuning tuning(String sourceLines, String exportLines) {
        return fixture.export(yaml(sourceLines, exportLines)).tuning();
    }

    @ParameterizedTest
    @CsvSource({
        "fast,     50000, 16, 0,   0,   0,  2",
        "balanced, 10000, 8,  0,   300, 30, 2",
        "safe,     2000,  4,  500, 120, 10, 1"
    })
    void aProfileSetsEverything(
            String profile,
            int rows,
            int megabytes,
            int throttle,
            int statement,
            int lock,
            int parallel) {
        assertThat(tuning("", "tuning: {profile: " + profile + "}"))
                .isEqualTo(
                        Tunings.of(
                                profile,
                                rows,
                                megabytes * MEGABYTE,
                                Duration.ofMillis(throttle),
                                Duration.ofSeconds(statement),
                                Duration.ofSeconds(lock),
                                TuningReader.mostValueMegabytes() * MEGABYTE,
                                parallel));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
                    ''                      | ''   | balanced (default)
                    environment: local      | ''   | fast (default for environment: local)
                    environment: replica    | ''   | balanced (default for environment: replica)
                    environment: production | ''   | balanced (default for environment: production)
                    tuning: {profile: fast} | ''   | fast
                    tuning: {profile: fast} | safe | safe
                    environment: local      | safe | safe
                    tuning: {batch_size: 5} | ''   | balanced (default)
                    """)
    void theNearestProfileCounts(String source, String export, String label) {
        String own = export.isEmpty() ? "" : "tuning: {profile: " + export + "}";

        assertThat(tuning(source, own).profileLabel()).isEqualTo(label);
    }

    @Test
    void exportWinsOverSourceWinsOverProfileKeyByKey() {
        Tuning tuning =
                tuning(
                        "tuning: {profile: safe, throttle_ms: 7, lock_timeout_s: 3}",
                        """
                        tuning: {throttle_ms: 0, statement_timeout_s: 0, max_value_mb: 0}
                        parallel: 5
                        """);

        assertThat(tuning)
                .isEqualTo(
                        Tunings.of(
                                "safe",
                                2_000,
                                4 * MEGABYTE,
                                Duration.ZERO,
                                Duration.ZERO,
                                Duration.ofSeconds(3),
                                0,
                                5));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ''                                    | ''                         | 500 | 1
                    tuning: {chunk_max_statement_s: 2}    | ''                         | 500 | 1
                    tuning: {chunk_max_statement_s: 0.1}  | chunk_min_rows: 70         | 100 | 70
                    tuning: {chunk_min_rows: 5}           | chunk_max_statement_s: 0.25| 250 | 5
                    """)
    void aStatementIsNeverLongerThanHalfASecond(
            String source, String export, int millis, int rows) {
        String own = export.isEmpty() ? "" : "tuning: {" + export + "}";

        assertThat(tuning(source, own).statements())
                .isEqualTo(
                        new StatementBudget(
                                Duration.ofMillis(millis), rows, Duration.ofMinutes(5)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ''                         | ''                          | 3  | 2000
                    tuning: {profile: fast}    | ''                          | 1  | 1000
                    tuning: {profile: fast}    | profile: safe               | 10 | 5000
                    tuning: {max_retries: 7}   | profile: safe               | 7  | 5000
                    tuning: {max_retries: 7}   | max_retries: 0              | 0  | 2000
                    tuning: {max_retries: 7}   | retry_backoff_ms: 0         | 7  | 0
                    """)
    void retriesAreMergedLikeAllTuning(String source, String export, int most, int backoff) {
        String own = export.isEmpty() ? "" : "tuning: {" + export + "}";

        assertThat(fixture.export(yaml(source, own)).retries())
                .isEqualTo(new Retries(most, Duration.ofMillis(backoff)));
    }

    @Test
    void aBatchBySizeHoldsManyRowsAndABatchByRowsKeepsItsBytes() {
        Tuning bySize = tuning("", "tuning: {profile: safe, batch_size_memory_mb: 2}");
        Tuning byRows = tuning("tuning: {batch_size: 77}", "tuning: {profile: fast}");

        assertThat(bySize.batchRows()).isEqualTo(150_000);
        assertThat(bySize.batchBytes()).isEqualTo(2 * MEGABYTE);
        assertThat(byRows.batchRows()).isEqualTo(77);
        assertThat(byRows.batchBytes()).isEqualTo(16 * MEGABYTE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    tuning: {batch_size: 1, batch_size_memory_mb: 1} | ''
                    ''                         | tuning: {batch_size: 1, batch_size_memory_mb: 1}
                    tuning: {batch_size: 1}    | tuning: {batch_size_memory_mb: 1}
                    tuning: {batch_size_memory_mb: 1} | tuning: {batch_size: 1}
                    """)
    void rowsAndMegabytesExcludeEachOther(String source, String export) {
        assertThat(fixture.words(yaml(source, export)))
                .singleElement()
                .asString()
                .contains("exclude each other")
                .containsPattern("tuning\\.batch_size|tuning: ");
    }

    @Test
    void misplacedKeysAreReportedTogetherWithTheLinesToWrite() {
        String yaml = yaml("throttle_ms: 5\nprofile: fast", "batch_size: ${N}\nlock_timeout_s: 3");

        assertThat(fixture.words(yaml))
                .containsExactly(
                        "rivet.yaml:6:3: source: `throttle_ms`, `profile` must stand under"
                                + " `tuning:`, not beside it => Write them so:\n  tuning:\n"
                                + "    throttle_ms: 5\n    profile: fast",
                        "rivet.yaml:13:5: exports[0]: `batch_size`, `lock_timeout_s` must stand"
                                + " under `tuning:`, not beside it => Write them so:\n  tuning:\n"
                                + "    batch_size: ${N}\n    lock_timeout_s: 3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    batch_size: 0             | VALUE_OUT_OF_RANGE
                    batch_size: 3000000000    | VALUE_OUT_OF_RANGE
                    batch_size: 1_000         | VALUE_INVALID
                    batch_size: "1000"        | VALUE_INVALID
                    batch_size: 1.5           | VALUE_INVALID
                    batch_size: many          | VALUE_INVALID
                    batch_size: [1]           | VALUE_INVALID
                    batch_size: {a: 1}        | VALUE_INVALID
                    batch_size_memory_mb: 0   | VALUE_OUT_OF_RANGE
                    throttle_ms: -1           | VALUE_OUT_OF_RANGE
                    statement_timeout_s: -1   | VALUE_OUT_OF_RANGE
                    lock_timeout_s: 3000000   | VALUE_OUT_OF_RANGE
                    max_value_mb: 4000        | VALUE_OUT_OF_RANGE
                    profile: faster           | VALUE_INVALID
                    max_retries: -1           | VALUE_OUT_OF_RANGE
                    max_retries: 1001         | VALUE_OUT_OF_RANGE
                    retry_backoff_ms: 3600001 | VALUE_OUT_OF_RANGE
                    adaptive: true            | KEY_UNAVAILABLE
                    batchsize: 3              | KEY_UNKNOWN
                    """)
    void refusesWrongValues(String line, String code) {
        assertThat(fixture.codes(yaml("", "tuning:\n  " + line)))
                .singleElement()
                .hasToString("CONFIG_" + code);
    }
}
