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
                for (int more : new int[] {0, 7, 8, 20}) {
                    byte[] target = new byte[3 + length + more];
                    ByteRuns.copy(source, from, target, 3, length);
                    assertThat(Arrays.equals(target, 3, 3 + length, source, from, from + length))
                            .as("%s bytes from %s, %s more", length, from, more)
                            .isTrue();
                    assertThat(target).startsWith(0, 0, 0);
                    for (int i = 10 + length; i < target.length; i++) {
                        assertThat(target[i]).isZero();
                    }
                }
            }
        }
    }
}
