package dev.rivet.source.mysql.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.config.Selection;
import dev.rivet.diag.Code;
import dev.rivet.diag.RivetException;
import dev.rivet.source.mysql.type.SourceColumn;
import dev.rivet.source.mysql.wire.WireColumn;
import dev.rivet.source.mysql.wire.WireType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class RangeTrailTest {
    private static final Selection.Table TABLE = new Selection.Table("shop", "t");
    private static final int UNSIGNED = 0x20;

    private static RangeTrail trail(int flags, long first, long last) {
        WireColumn wire = new WireColumn("", "", "", "id", 63, 20, WireType.LONGLONG, flags, 0);
        PageKey key =
                PageKey.over(new SourceColumn(wire, "bigint"), 0, "PRIMARY", "", "").orElseThrow();
        RangeTrail trail = new RangeTrail(TABLE, key, wire);
        trail.begin(range(first, last));
        return trail;
    }

    private static KeyRange range(long first, long last) {
        return new KeyRange(first, last, 100, new Span(first, last, 1));
    }

    private static RowKey key(long value) {
        byte[] bytes =
                ByteBuffer.allocate(9).order(ByteOrder.LITTLE_ENDIAN).putLong(1, value).array();
        return new RowKey(bytes, 1, 8, 1, 8);
    }

    @Test
    void rowsThatFollowEachOtherPass() {
        RangeTrail trail = trail(0, -5, 10);
        trail.passed(List.of(key(-5)), List.of(key(0)), 6);
        trail.passed(List.of(key(1)), List.of(key(1)), 1);
        trail.passed(List.of(key(9)), List.of(key(10)), 2);
        trail.end(range(-5, 10), 9);
        assertThat(trail.last()).isEqualTo(10);
    }

    @Test
    void allKeysThatThereAreMayCome() {
        RangeTrail trail = trail(0, Long.MIN_VALUE, Long.MAX_VALUE);
        trail.passed(List.of(key(Long.MIN_VALUE)), List.of(key(Long.MAX_VALUE)), Integer.MAX_VALUE);
        assertRefused(
                () -> trail.passed(List.of(key(Long.MIN_VALUE)), List.of(key(Long.MIN_VALUE)), 1),
                "were to come");
        RangeTrail unsigned = trail(UNSIGNED, Long.MIN_VALUE, Long.MAX_VALUE);
        unsigned.passed(List.of(key(0)), List.of(key(-1)), 5);
        assertThat(unsigned.last()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void keysOutsideTheirRangeAreRefused() {
        assertRefused(
                () -> trail(0, 5, 10).passed(List.of(key(4)), List.of(key(6)), 2),
                "table shop.t, key id: where keys from 5 to 10 were to come,"
                        + " 2 rows have the keys 4 to 6");
        assertRefused(
                () -> trail(0, 5, 10).passed(List.of(key(9)), List.of(key(11)), 2), "9 to 11");
        assertRefused(
                () ->
                        trail(UNSIGNED, 5 ^ Long.MIN_VALUE, -1)
                                .passed(List.of(key(9)), List.of(key(-1)), 2),
                "5 to 9223372036854775807 were to come, 2 rows have the keys 9 to 18446744073709551615");
    }

    @Test
    void keysThatDoNotAscendAreRefused() {
        RangeTrail trail = trail(0, 1, 100);
        trail.passed(List.of(key(1)), List.of(key(50)), 20);
        assertRefused(() -> trail.passed(List.of(key(50)), List.of(key(60)), 5), "from 51 to 100");
        assertRefused(() -> trail.passed(List.of(key(70)), List.of(key(60)), 5), "70 to 60");
    }

    @Test
    void moreRowsThanKeysAreRefused() {
        assertRefused(
                () -> trail(0, 1, 100).passed(List.of(key(1)), List.of(key(10)), 11), "11 rows");
        assertRefused(() -> trail(0, 1, 100).passed(List.of(key(1)), List.of(key(2)), 1), "1 rows");
        assertThatCode(() -> trail(0, 1, 100).passed(List.of(key(1)), List.of(key(10)), 10))
                .doesNotThrowAnyException();
    }

    @Test
    void moreRowsThanWereAskedForAreRefused() {
        assertRefused(() -> trail(0, 1, 1000).end(range(1, 1000), 101), "101 rows");
    }

    private static void assertRefused(ThrowingCallable passing, String words) {
        assertThatThrownBy(passing)
                .hasMessageContaining(words)
                .isInstanceOfSatisfying(
                        RivetException.class,
                        failure ->
                                assertThat(failure.diagnostic().code())
                                        .isEqualTo(Code.SOURCE_KEYS_OUT_OF_ORDER));
    }
}
