package dev.rivet.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ByteRunsTest {
    @Test
    void copiesWhatWasAskedForWhereverItStands() {
        byte[] source = new byte[100];
        new Random(1).nextBytes(source);
        for (int from = 0; from <= source.length; from++) {
            for (int length = 0; length <= source.length - from; length++) {
                byte[] target = new byte[3 + length + ByteRuns.SLACK];
                ByteRuns.copy(source, from, target, 3, length);
                assertThat(Arrays.equals(target, 3, 3 + length, source, from, from + length))
                        .as("%s bytes from %s", length, from)
                        .isTrue();
                assertThat(target).startsWith(0, 0, 0);
            }
        }
    }
}
