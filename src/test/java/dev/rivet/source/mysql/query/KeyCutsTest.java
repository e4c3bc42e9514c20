package dev.rivet.source.mysql.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.plan.KeyType;
import dev.rivet.plan.KeyValue;
import java.math.BigInteger;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyCutsTest {
    /// Integer keys, and how many rows have each.
    private static final class Keys implements KeyCuts.Probe {
        private final NavigableMap<BigInteger, Long> rows = new TreeMap<>();
        private int guesses;

        void add(long key, long count) {
            rows.merge(BigInteger.valueOf(key), count, Long::sum);
        }

        @Override
        public long guess(KeyValue low, KeyValue high) {
            guesses++;
            return count(new BigInteger(low.text()), new BigInteger(high.text()));
        }

        private long count(BigInteger low, BigInteger high) {
            return rows.subMap(low, true, high, true).values().stream()
                    .mapToLong(each -> each)
                    .sum();
        }

        @Override
        public Optional<KeyCuts.Gap> around(KeyValue low, KeyValue middle, KeyValue high) {
            BigInteger at = new BigInteger(middle.text());
            return Optional.of(
                    new KeyCuts.Gap(value(rows.lowerKey(at)), value(rows.ceilingKey(at))));
        }

        private static KeyValue value(BigInteger key) {
            return new KeyValue(KeyType.INTEGER, key.toString());
        }

        List<Long> shares() {
            List<KeyValue> cuts =
                    KeyCuts.between(
                            value(rows.firstKey()), value(rows.lastKey()), this, KeyCuts.SHARES);
            List<Long> shares = new java.util.ArrayList<>();
            BigInteger from = rows.firstKey();
            for (KeyValue each : cuts) {
                BigInteger next = new BigInteger(each.text());
                assertThat(next).isGreaterThan(from);
                shares.add(count(from, next.subtract(BigInteger.ONE)));
                from = next;
            }
            shares.add(count(from, rows.lastKey()));
            return shares;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 1_000_000_007, 92_233_720_368_547L})
    void sharesAreEvenWhateverTheKeysAreLike(long width) {
        Random random = new Random(width);
        Keys keys = new Keys();
        for (int i = 0; i < 10_000; i++) {
            keys.add(i * width + random.nextInt((int) Math.min(width, 1000)), 1);
        }
        keys.add(Long.MIN_VALUE, 1);
        keys.add(Long.MAX_VALUE, 1);
        assertThat(keys.shares()).hasSizeBetween(20, 40).allMatch(each -> each < 1_000);
        assertThat(keys.guesses).isLessThan(128);
    }

    @Test
    void aKeyThatManyRowsHaveIsNotCut() {
        Keys keys = new Keys();
        keys.add(7, 1_000_000);
        keys.add(8, 10);
        assertThat(keys.shares()).containsExactly(1_000_000L, 10L);
    }

    @ParameterizedTest
    @CsvSource({
        "INTEGER, 1, 2, 2",
        "INTEGER, -9223372036854775808, 18446744073709551615, 4611686018427387904",
        "DECIMAL, 1.00, 1.5, 1.25",
        "DECIMAL, 1.0, 1.1, 1.1",
        "DATE, 2024-02-28, 2024-03-01, 2024-02-29",
        "DATE, 2024-02-28, 2024-02-29, 2024-02-29",
        "TIMESTAMP, 2024-01-01T00:00:00.000000, 2024-01-01T00:00:00.000001,"
                + " 2024-01-01T00:00:00.000001",
        "INSTANT, 2024-01-01T00:00:00Z, 2024-01-03T00:00:00Z, 2024-01-02T00:00:00.000000Z",
        "BINARY, 00, ff, 7f80000000000000",
        "BINARY, 01, 0100, 0100",
        "FLOAT, -1.0, 1.0, 0.0",
    })
    void theMiddleIsBehindTheLowerKey(KeyType type, String low, String high, String middle) {
        assertThat(KeyMiddle.between(new KeyValue(type, low), new KeyValue(type, high)))
                .first()
                .isEqualTo(new KeyValue(type, middle));
    }

    @ParameterizedTest
    @CsvSource({"a, c", "word0001, word9999", "Ab, aC", "пять, эхо", "a, ab", "0a, f9"})
    void aTextLiesBetween(String low, String high) {
        List<KeyValue> found =
                KeyMiddle.between(
                        new KeyValue(KeyType.TEXT, low), new KeyValue(KeyType.TEXT, high));
        assertThat(found)
                .extracting(KeyValue::text)
                .anyMatch(
                        each ->
                                each.compareToIgnoreCase(low) > 0
                                        && each.compareToIgnoreCase(high) <= 0);
        assertThat(KeyMiddle.between(found.getFirst(), found.getFirst())).isEmpty();
    }
}
