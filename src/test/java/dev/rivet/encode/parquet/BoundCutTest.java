package dev.rivet.encode.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoundCutTest {
    private static final BoundCut TEXT = new BoundCut(true);
    private static final BoundCut BINARY = new BoundCut(false);

    @Test
    void whatFitsStaysWhole() {
        byte[] value = "12345678".getBytes(UTF_8);
        assertThat(TEXT.lower(value, 8)).isSameAs(value);
        assertThat(TEXT.upper(value, 8)).isSameAs(value);
    }

    @ParameterizedTest
    @CsvSource({
        "abcdefghi,        abcdefgh, abcdefgi",
        "abcdefg\u007fi,   abcdefg\u007f, abcdefh",
        "abcdefß9,         abcdefß,  abcdefà",
        "abcdefgß9,        abcdefg,  abcdefh",
        "abcdef日9,         abcdef,   abcdeg",
        "abcde\ud7ff99,    abcde\ud7ff, abcde\ue000",
        "日本\udbff\udfff9,  日本,      日札",
        "abcd\udbff\udfff9, abcd\udbff\udfff, abce",
        "ab🙂🙂9,           ab🙂,     ab🙃",
    })
    void textsAreCutBetweenCharacters(String value, String lower, String upper) {
        byte[] bytes = value.getBytes(UTF_8);
        assertThat(new String(TEXT.lower(bytes, 8), UTF_8)).isEqualTo(lower);
        assertThat(new String(present(TEXT.upper(bytes, 8)), UTF_8)).isEqualTo(upper);
    }

    @Test
    void whatHasNothingGreaterHasNoUpperBound() {
        assertThat(TEXT.upper("\udbff\udfff".repeat(3).getBytes(UTF_8), 8)).isNull();
        byte[] highest = new byte[9];
        Arrays.fill(highest, (byte) 0xFF);
        assertThat(BINARY.upper(highest, 8)).isNull();
    }

    @Test
    void bytesAreCutAnywhere() {
        byte[] value = {1, 2, 3, (byte) 0xFF, (byte) 0xFF, 9};
        assertThat(BINARY.lower(value, 4)).containsExactly(1, 2, 3, 0xFF);
        assertThat(BINARY.upper(value, 5)).containsExactly(1, 2, 4);
    }

    @Test
    void textThatIsNotUtf8IsCutAsBytes() {
        byte[] value = {(byte) 0x80, (byte) 0x81, (byte) 0x82, (byte) 0x83, (byte) 0x84, 1};
        assertThat(TEXT.lower(value, 4)).containsExactly(0x80, 0x81, 0x82, 0x83);
        assertThat(TEXT.upper(value, 4)).containsExactly(0x80, 0x81, 0x82, 0x84);
    }

    @Test
    void boundsHoldForAnyText() {
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            byte[] value = text(random).getBytes(UTF_8);
            byte[] lower = TEXT.lower(value, 8);
            byte[] upper = present(TEXT.upper(value, 8));
            assertThat(Arrays.compareUnsigned(lower, value)).isNotPositive();
            assertThat(Arrays.compareUnsigned(upper, value)).isNotNegative();
            assertThat(lower).hasSizeLessThanOrEqualTo(8);
            assertThat(upper).hasSizeLessThanOrEqualTo(8);
            assertThat(new String(upper, UTF_8).getBytes(UTF_8)).isEqualTo(upper);
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder("a");
        for (int i = random.nextInt(12); i > 0; i--) {
            int character = random.nextInt(1 << (4 + random.nextInt(13)));
            text.appendCodePoint(Character.isSurrogate((char) character) ? 'x' : character);
        }
        return text.toString();
    }

    private static byte[] present(byte @Nullable [] bound) {
        return Objects.requireNonNull(bound);
    }
}
