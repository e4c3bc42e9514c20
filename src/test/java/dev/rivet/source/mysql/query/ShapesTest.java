package dev.rivet.source.mysql.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.source.mysql.type.SourceColumn;
import dev.rivet.source.mysql.wire.WireColumn;
import dev.rivet.source.mysql.wire.WireType;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShapesTest {
    private static final int BINARY = 63;
    private static final int UTF8 = 255;
    private static final int UNSIGNED = 0x20;
    private static final int LABEL = 0x100;

    private static WireColumn column(WireType type, long length, int decimals) {
        return new WireColumn("s", "t", "v", "v", BINARY, length, type, 0, decimals);
    }

    private static WireColumn flagged(WireColumn column, int flags) {
        return new WireColumn(
                column.schema(),
                column.table(),
                column.origin(),
                column.name(),
                column.charset(),
                column.length(),
                column.type(),
                flags,
                column.decimals());
    }

    private static WireColumn text(int charset, long length) {
        return new WireColumn("s", "t", "v", "v", charset, length, WireType.VAR_STRING, 0, 0);
    }

    private static boolean agree(WireColumn described, WireColumn running) {
        return Shapes.agree(List.of(new SourceColumn(described, "")), List.of(running));
    }

    @Test
    void theSameColumnAgrees() {
        for (WireType each : WireType.values()) {
            assertThat(agree(column(each, 10, 2), column(each, 10, 2))).as(each.name()).isTrue();
        }
    }

    @Test
    void whatDecidesAboutNumbersIsCompared() {
        WireColumn decimal = column(WireType.DECIMAL, 12, 2);
        assertThat(agree(decimal, column(WireType.DECIMAL, 12, 4))).isFalse();
        assertThat(agree(decimal, column(WireType.DECIMAL, 14, 2))).isFalse();
        assertThat(agree(decimal, flagged(decimal, UNSIGNED))).isFalse();
        WireColumn integer = column(WireType.LONG, 11, 0);
        assertThat(agree(integer, flagged(integer, UNSIGNED))).isFalse();
        assertThat(agree(integer, column(WireType.LONGLONG, 20, 0))).isFalse();
        assertThat(agree(integer, column(WireType.YEAR, 4, 0))).isFalse();
        assertThat(agree(column(WireType.TINY, 1, 0), column(WireType.TINY, 4, 0))).isFalse();
        assertThat(agree(column(WireType.BIT, 1, 0), column(WireType.BIT, 8, 0))).isFalse();
    }

    @Test
    void whatDecidesAboutTimesAndStringsIsCompared() {
        assertThat(agree(column(WireType.TIME, 10, 0), column(WireType.TIME, 17, 6))).isFalse();
        assertThat(agree(text(UTF8, 40), text(BINARY, 40))).isFalse();
        assertThat(agree(text(UTF8, 40), flagged(text(UTF8, 40), LABEL))).isFalse();
    }

    @Test
    void theLengthOfAStringIsNot() {
        assertThat(agree(text(UTF8, 40), text(UTF8, 400))).isTrue();
        assertThat(agree(text(BINARY, 16), text(BINARY, 20))).isTrue();
    }

    @Test
    void namesAndNumberAreCompared() {
        WireColumn column = text(UTF8, 40);
        WireColumn other = new WireColumn("s", "t", "w", "w", UTF8, 40, column.type(), 0, 0);
        assertThat(agree(column, other)).isFalse();
        assertThat(Shapes.agree(List.of(), List.of(column))).isFalse();
    }
}
