package dev.rivet.source.mysql.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.row.LogicalType.Decimal;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalTextTest {
    @ParameterizedTest
    @CsvSource({
        "0,         1,  0, 0",
        "-0.00,     5,  2, 0",
        "12.5,      9,  2, 1250",
        "-12.50,    9,  2, -1250",
        "+7,        3,  1, 70",
        ".5,        3,  1, 5",
        "5.,        3,  0, 5",
        "1.5000,    3,  1, 15",
        "007.10,    3,  2, 710",
        "99999.9999999999999, 18, 13, 999999999999999999",
        "1200,      2, -2, 12",
        "-1000.000, 1, -3, -1",
        "0.00,      2, -2, 0",
        "000,       2, -2, 0",
    })
    void textBecomesItsUnscaledValue(String text, int precision, int scale, long unscaled) {
        assertThat(small(text, precision, scale)).isEqualTo(unscaled);
        assertThat(large(text, precision, scale)).isEqualTo(BigInteger.valueOf(unscaled));
    }

    @ParameterizedTest
    @CsvSource({
        "12.345, 9, 2",
        "100,    2, 0",
        "10.0,   3, 2",
        "150,    5, -2",
        "5,      5, -1",
        "1.5,    5, -1",
        "123456789012345678901, 18, 0",
        "0.1,    9, 0",
    })
    void whatDoesNotFitIsRefused(String text, int precision, int scale) {
        assertThatThrownBy(() -> small(text, precision, scale))
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> large(text, precision, scale))
                .isInstanceOf(ArithmeticException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-", ".", "abc", "12abc", "1e3", "1..2", "--1", " 1", "1 ", "1.2.3"})
    void whatIsNoDecimalIsRefused(String text) {
        assertThatThrownBy(() -> small(text, 9, 2)).isInstanceOf(NumberFormatException.class);
        assertThatThrownBy(() -> large(text, 9, 2)).isInstanceOf(NumberFormatException.class);
    }

    @Test
    void everyWidthAgreesWithBigDecimal() {
        Random random = new Random(20260101);
        for (int i = 0; i < 20_000; i++) {
            int precision = 1 + random.nextInt(Decimal.MAX_PRECISION);
            int scale = random.nextInt(precision + 1);
            int digits = 1 + random.nextInt(precision);
            BigInteger unscaled = new BigInteger(digits(random, digits));
            unscaled = random.nextBoolean() ? unscaled.negate() : unscaled;
            String text = new BigDecimal(unscaled, scale).toPlainString();
            assertThat(large(text, precision, scale)).as(text).isEqualTo(unscaled);
            if (precision <= Decimal.MAX_LONG_PRECISION) {
                assertThat(small(text, precision, scale))
                        .as(text)
                        .isEqualTo(unscaled.longValueExact());
            }
        }
    }

    @Test
    void theLargestOfEachPrecisionFitsAndOneMoreDoesNot() {
        for (int precision = 1; precision <= Decimal.MAX_PRECISION; precision++) {
            int width = precision;
            BigInteger largest = BigInteger.TEN.pow(precision).subtract(BigInteger.ONE);
            assertThat(large(largest.toString(), width, 0)).isEqualTo(largest);
            assertThat(large("-" + largest, width, 0)).isEqualTo(largest.negate());
            assertThatThrownBy(() -> large(largest.add(BigInteger.ONE).toString(), width, 0))
                    .isInstanceOf(ArithmeticException.class);
        }
    }

    private static String digits(Random random, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append((char) ('0' + random.nextInt(10)));
        }
        return text.toString();
    }

    private static long small(String text, int precision, int scale) {
        byte[] bytes = ("xx" + text + "yy").getBytes(StandardCharsets.US_ASCII);
        return DecimalText.unscaled(bytes, 2, bytes.length - 2, precision, scale);
    }

    private static BigInteger large(String text, int precision, int scale) {
        byte[] bytes = ("xx" + text + "yy").getBytes(StandardCharsets.US_ASCII);
        byte[] out = new byte[new Decimal(precision, Math.max(scale, -128)).byteWidth()];
        new DecimalText().fixed(bytes, 2, bytes.length - 2, precision, scale, out);
        return new BigInteger(out);
    }
}
