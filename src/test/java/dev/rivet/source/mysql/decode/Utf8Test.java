package dev.rivet.source.mysql.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {
    @Test
    void everyCharacterIsValidAndItsBrokenFormsAreNot() {
        for (int character = 0; character <= Character.MAX_CODE_POINT; character++) {
            if (character < Character.MIN_SURROGATE || character > Character.MAX_SURROGATE) {
                byte[] bytes = Character.toString(character).getBytes(StandardCharsets.UTF_8);
                assertThat(Utf8.isValid(bytes, 0, bytes.length)).isTrue();
                if (bytes.length > 1) {
                    assertThat(Utf8.isValid(bytes, 0, bytes.length - 1)).isFalse();
                    assertThat(Utf8.isValid(bytes, 1, bytes.length)).isFalse();
                }
            }
        }
    }

    @Test
    void itAgreesWithTheDecoderOfThePlatform() {
        Random random = new Random(20260101);
        byte[] valid = "naïve ASCII text 日本語 😀 and more".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = Arrays.copyOf(valid, valid.length);
            for (int change = random.nextInt(3); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            assertThat(Utf8.isValid(bytes, 0, bytes.length))
                    .as(() -> Arrays.toString(bytes))
                    .isEqualTo(platformAccepts(bytes));
        }
    }

    private static boolean platformAccepts(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
