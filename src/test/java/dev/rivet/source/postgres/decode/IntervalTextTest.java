package dev.rivet.source.postgres.decode;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntervalTextTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, PT0S",
        "14, 3, 0, P1Y2M3D",
        "0, 0, 90000000000, PT25H",
        "0, 0, -3720000000, PT-1H-2M",
        "-12, 0, 0, P-1Y",
        "-1, 1, 1, P-1M1DT0.000001S",
        "0, 0, -1, PT-0.000001S",
        "0, 0, 61500000, PT1M1.500000S",
        "0, 0, 5000000, PT5S",
        "0, 0, -9223372036854775808, PT-2562047788H-54.775808S",
        "2147483647, -2147483648, 0, P178956970Y7M-2147483648D",
    })
    void partsStayApartAndCarryTheirOwnSigns(int months, int days, long micros, String expected) {
        assertThat(IntervalText.of(months, days, micros)).isEqualTo(expected);
    }
}
