package dev.rivet.source.postgres.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.plan.KeyType;
import dev.rivet.plan.KeyValue;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyTicksTest {
    private static List<String> cut(KeyType type, String from, String to, int parts) {
        return KeyTicks.between(new KeyValue(type, from), new KeyValue(type, to), parts).stream()
                .map(KeyValue::text)
                .toList();
    }

    @Test
    void cutsLieBetween() {
        assertThat(cut(KeyType.INTEGER, "0", "10", 4)).containsExactly("2", "5", "7");
        assertThat(cut(KeyType.INTEGER, "-9223372036854775808", "9223372036854775807", 2))
                .containsExactly("-1");
        assertThat(cut(KeyType.INTEGER, "7", "9", 5)).containsExactly("8");
        assertThat(cut(KeyType.INTEGER, "7", "8", 5)).isEmpty();
        assertThat(cut(KeyType.INTEGER, "7", "7", 5)).isEmpty();
        assertThat(cut(KeyType.DECIMAL, "-1.5", "0.5", 2)).containsExactly("-0.500000");
        assertThat(cut(KeyType.DATE, "-0043-03-15", "-0043-03-17", 2))
                .containsExactly("-0043-03-16");
        assertThat(cut(KeyType.TIMESTAMP, "1969-12-31T23:59:59.999999", "1970-01-01T00:00:01", 2))
                .containsExactly("1970-01-01T00:00:00.499999");
        assertThat(cut(KeyType.INSTANT, "2026-11-27T10:00:00Z", "2026-11-27T12:00:00Z", 2))
                .containsExactly("2026-11-27T11:00:00Z");
        assertThat(
                        cut(
                                KeyType.UUID,
                                "00000000-0000-0000-0000-000000000000",
                                "ffffffff-ffff-ffff-ffff-ffffffffffff",
                                2))
                .containsExactly("7fffffff-ffff-ffff-ffff-ffffffffffff");
    }

    @Test
    void keysWithoutAnEndHaveNoTicks() {
        assertThat(KeyTicks.has(new KeyValue(KeyType.DATE, "infinity"))).isFalse();
        assertThat(KeyTicks.has(new KeyValue(KeyType.DECIMAL, "NaN"))).isFalse();
        assertThat(KeyTicks.has(new KeyValue(KeyType.TEXT, "a"))).isFalse();
        assertThat(KeyTicks.has(new KeyValue(KeyType.DATE, "2026-11-27"))).isTrue();
    }
}
