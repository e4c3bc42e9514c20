package dev.rivet.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatReaderTest {
    @TempDir Path folder;
    ConfigFixture fixture;

    @BeforeEach
    void setUp() {
        fixture = new ConfigFixture(folder);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    compression: zstd                           | ZSTD   | 0
                    compression_level: auto                     | ZSTD   | 0
                    compression: gzip; compression_level: auto  | GZIP   | 6
                    compression: snappy                         | SNAPPY | 0
                    compression: gzip                           | GZIP   | 6
                    compression: lz4                            | LZ4    | 0
                    compression: none                           | NONE   | 0
                    compression: zstd; compression_level: 22    | ZSTD   | 22
                    compression_level: 1                        | ZSTD   | 1
                    compression: gzip; compression_level: 0     | GZIP   | 0
                    compression_profile: none                   | NONE   | 0
                    compression_profile: fast                   | SNAPPY | 0
                    compression_profile: balanced               | ZSTD   | 3
                    compression_profile: compact                | ZSTD   | 9
                    compression_profile: compact; compression: zstd; compression_level: 9 | ZSTD | 9
                    """)
    void compressionIsCodecAndLevelOrAProfile(String lines, Compression.Codec codec, int level) {
        LoadedConfig loaded = fixture.load(ConfigFixture.exportWith(lines.replace("; ", "\n")));

        assertThat(
                        ((OutputFormat.Parquet)
                                        loaded.config().exports().getFirst().files().format())
                                .compression())
                .isEqualTo(new Compression(codec, level));
        assertThat(loaded.warnings()).isEmpty();
    }

    @Test
    void aProfileThatDiscardsSettingsIsWarnedAbout() {
        String yaml =
                ConfigFixture.exportWith(
                        "compression: gzip\ncompression_level: 9\ncompression_profile: fast");

        assertThat(fixture.warnings(yaml))
                .singleElement()
                .asString()
                .contains(
                        "exports[0].compression_profile", "`compression` and `compression_level`");
    }

    @ParameterizedTest
    @CsvSource({"true, true", "false, false"})
    void arrowsExtensionsCanBeLeftOut(String word, boolean expected) {
        String yaml = ConfigFixture.exportWith("parquet: {arrow_extensions: " + word + "}");
        assertThat(fixture.load(yaml).config().exports().getFirst().files().format())
                .isInstanceOfSatisfying(
                        OutputFormat.Parquet.class,
                        parquet -> assertThat(parquet.arrowExtensions()).isEqualTo(expected));
    }

    @ParameterizedTest
    @CsvSource({"hex, HEX", "postgres, POSTGRES", "base64, BASE64"})
    void csvSaysHowBinaryValuesLook(String word, CsvBinary binary) {
        String yaml =
                ConfigFixture.exportWith("csv: {binary: " + word + "}")
                        .replace("format: parquet", "format: csv");
        assertThat(fixture.load(yaml).config().exports().getFirst().files().format())
                .isEqualTo(new OutputFormat.Csv(binary));
    }

    @Test
    void rowGroupsAreCutByRowsOrBySize() {
        assertThat(rowGroups("{}")).isEqualTo(new RowGroups.Default());
        assertThat(rowGroups("{encoding: compact}")).isEqualTo(new RowGroups.Default());
        assertThat(rowGroups("{row_group_strategy: auto}"))
                .isEqualTo(new RowGroups.FixedMemory(128 << 20, null));
        assertThat(rowGroups("{row_group_strategy: auto, target_row_group_mb: 16}"))
                .isEqualTo(new RowGroups.FixedMemory(16 << 20, null));
        assertThat(rowGroups("{row_group_strategy: fixed_memory, max_row_group_mb: 4096}"))
                .isEqualTo(new RowGroups.FixedMemory(128 << 20, 4_096L << 20));
        assertThat(rowGroups("{row_group_strategy: fixed_rows, row_group_rows: 5}"))
                .isEqualTo(new RowGroups.FixedRows(5));
        assertThat(rowGroups("{row_group_strategy: fixed_rows}"))
                .isEqualTo(new RowGroups.FixedRows(122_880));
    }

    @Test
    void encodingsAreForEveryReaderOrSmall() {
        assertThat(parquet("{encoding: compact}").encoding()).isEqualTo(ParquetEncoding.COMPACT);
        assertThat(parquet("{encoding: compatible}").encoding())
                .isEqualTo(ParquetEncoding.COMPATIBLE);
        assertThat(parquet("{}").encoding()).isEqualTo(ParquetEncoding.COMPATIBLE);
    }

    private RowGroups rowGroups(String block) {
        return parquet(block).rowGroups();
    }

    private OutputFormat.Parquet parquet(String block) {
        return (OutputFormat.Parquet)
                fixture.export(ConfigFixture.exportWith("parquet: " + block)).files().format();
    }
}
