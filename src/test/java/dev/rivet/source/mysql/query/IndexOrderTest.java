package dev.rivet.source.mysql.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.source.mysql.type.SourceColumn;
import dev.rivet.source.mysql.wire.WireColumn;
import dev.rivet.source.mysql.wire.WireType;
import java.util.List;
import org.junit.jupiter.api.Test;

class IndexOrderTest {
    private static SeekColumn column(String name, boolean nullable, boolean descending) {
        WireColumn wire = new WireColumn("", "", "", name, 63, 11, WireType.LONG, 0, 0);
        PageKey key = PageKey.part(new SourceColumn(wire, "int"), 0, "i", "", "").orElseThrow();
        return new SeekColumn(key, nullable, descending);
    }

    private static Operand value(Object value) {
        return Operand.of("?", value);
    }

    private static IndexOrder order(boolean descending) {
        return new IndexOrder(
                "i",
                List.of(
                        column("k", true, descending),
                        column("o", true, false),
                        column("id", false, false)));
    }

    @Test
    void whatComesAfterARowIsOneRangeOfTheIndex() {
        Operand after = order(false).after(List.of(value(1L), value(2L), value(3L)), true);
        assertThat(after.sql())
                .isEqualTo("(`k` > ? OR (`k` = ? AND (`o` > ? OR (`o` = ? AND `id` >= ?))))");
        assertThat(after.values()).containsExactly(1L, 1L, 2L, 2L, 3L);
        assertThat(order(false).orderBy()).isEqualTo(" ORDER BY `k`, `o`, `id`");
    }

    @Test
    void nullComesFirst() {
        Operand after = order(false).after(List.of(value(1L), Operand.NULL, value(3L)), false);
        assertThat(after.sql())
                .isEqualTo(
                        "(`k` > ? OR (`k` = ? AND"
                                + " (`o` IS NOT NULL OR (`o` IS NULL AND `id` > ?))))");
    }

    @Test
    void downwardsNullComesLast() {
        Operand after = order(true).after(List.of(value(1L), value(2L), value(3L)), true);
        assertThat(after.sql()).startsWith("((`k` < ? OR `k` IS NULL) OR (`k` = ? AND (`o` > ?");
        assertThat(order(true).orderBy()).isEqualTo(" ORDER BY `k` DESC, `o`, `id`");
        assertThat(order(true).after(List.of(Operand.NULL, value(2L), value(3L)), true).sql())
                .startsWith("(`k` IS NULL AND (`o` > ?");
    }

    @Test
    void whatComesBeforeIsTheRest() {
        Operand before = order(false).upTo(List.of(value(1L), value(2L), value(3L)));
        assertThat(before.sql())
                .isEqualTo(
                        "((`k` < ? OR `k` IS NULL) OR (`k` = ? AND ((`o` < ? OR `o` IS NULL) OR"
                                + " (`o` = ? AND `id` <= ?))))");
    }

    @Test
    void rowsThatAllHaveNoKeyAreInTheOrderOfTheRest() {
        assertThat(order(false).withoutFirst().orElseThrow().orderBy())
                .isEqualTo(" ORDER BY `o`, `id`");
    }
}
