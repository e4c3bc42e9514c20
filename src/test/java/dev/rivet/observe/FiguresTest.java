package dev.rivet.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0 B",
                "1023 | 1023 B",
                "1024 | 1.0 KB",
                "4404019 | 4.2 MB",
                "1048524 | 1023.9 KB",
                "1048575 | 1.0 MB",
                "1099511627776 | 1.0 TB"
            })
    void sizesAreInUnitsOf1024WithOneDecimal(long bytes, String shown) {
        assertThat(Figures.bytes(bytes)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0ms",
                "850 | 850ms",
                "999 | 999ms",
                "1000 | 1.0s",
                "12345 | 12.3s",
                "59940 | 59.9s",
                "59960 | 1m 00.0s",
                "126000 | 2m 06.0s",
                "3599990 | 1h 00m 00.0s",
                "3723400 | 1h 02m 03.4s"
            })
    void durationsChangeTheirUnitsWithoutEverShowingSixtySeconds(long millis, String shown) {
        assertThat(Figures.duration(Duration.ofMillis(millis))).isEqualTo(shown);
    }

    @Test
    void oneIsNotMany() {
        assertThat(Figures.counted(1, "file")).isEqualTo("1 file");
        assertThat(Figures.counted(0, "file")).isEqualTo("0 files");
        assertThat(Figures.counted(100_300, "row")).isEqualTo("100,300 rows");
    }
}
