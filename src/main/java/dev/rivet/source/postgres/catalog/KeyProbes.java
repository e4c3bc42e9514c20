package dev.rivet.source.postgres.catalog;

import dev.rivet.plan.Edge;
import dev.rivet.plan.KeyValue;
import dev.rivet.plan.Slice;
import dev.rivet.source.postgres.connect.ControlChannel;
import dev.rivet.source.postgres.query.KeyTicks;
import io.vertx.sqlclient.Row;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Finds keys by looking into an index in the middle of what lies between two of them: the last
/// one before it and the first one from there on. What lies between these two is a gap, in
/// which nothing is looked for again. Blocks.
final class KeyProbes {
    /// At most so many parts, and looks into the index: two for each.
    private static final int PARTS = 64;

    private final KeyOrder order;
    private final ControlChannel control;

    KeyProbes(KeyOrder order, ControlChannel control) {
        this.order = order;
        this.control = control;
    }

    /// Where there are rows, as far as is known: both ends are keys of rows.
    private record Stretch(KeyValue from, KeyValue to) {
        BigInteger width() {
            return KeyTicks.width(from, to);
        }
    }

    /// Keys of rows, ascending, all different, none of them the lowest.
    List<KeyValue> between(KeyValue lowest, KeyValue highest) {
        List<Stretch> stretches = List.of(new Stretch(lowest, highest));
        int room = PARTS - 1;
        while (room > 0) {
            List<Stretch> widest = widest(stretches, room);
            if (widest.isEmpty()) {
                break;
            }
            room -= widest.size();
            stretches = halved(stretches, widest);
        }
        return stretches.stream().skip(1).map(Stretch::from).toList();
    }

    /// Those that are worth a look now: at least half as wide as the widest.
    private static List<Stretch> widest(List<Stretch> stretches, int most) {
        BigInteger least =
                stretches.stream()
                        .map(Stretch::width)
                        .max(BigInteger::compareTo)
                        .orElse(BigInteger.ZERO)
                        .add(BigInteger.ONE)
                        .shiftRight(1)
                        .max(BigInteger.TWO);
        return stretches.stream()
                .filter(each -> each.width().compareTo(least) >= 0)
                .limit(most)
                .toList();
    }

    private List<Stretch> halved(List<Stretch> stretches, List<Stretch> widest) {
        List<Row> answers =
                control.query(
                        IntStream.range(0, widest.size())
                                        .mapToObj(each -> look(each, middle(widest.get(each))))
                                        .collect(Collectors.joining(" UNION ALL "))
                                + " ORDER BY 1");
        List<Stretch> parts = new ArrayList<>();
        int next = 0;
        for (Stretch each : stretches) {
            if (next < widest.size() && each.equals(widest.get(next))) {
                Row found = answers.get(next);
                parts.add(new Stretch(each.from(), value(found, 1)));
                parts.add(new Stretch(value(found, 2), each.to()));
                next++;
            } else {
                parts.add(each);
            }
        }
        return parts;
    }

    private static KeyValue middle(Stretch stretch) {
        return KeyTicks.between(stretch.from(), stretch.to(), 2).getFirst();
    }

    /// The ends of the stretch themselves are found at worst.
    private String look(int number, KeyValue middle) {
        var key = order.key().key();
        return "SELECT %s, (%s), (%s)"
                .formatted(
                        number,
                        order.last(new Slice.Between(key, null, Edge.excluding(middle))),
                        order.first(new Slice.Between(key, Edge.including(middle), null)));
    }

    private KeyValue value(Row row, int column) {
        return order.key().value(Objects.requireNonNull(row.getString(column)));
    }
}
