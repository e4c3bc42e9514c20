package dev.rivet.source.mysql.query;

import dev.rivet.plan.Edge;
import dev.rivet.plan.Slice;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which integer keys of a table belong to a slice. Pure.
///
/// @param first the smallest key of the table, as the server writes it
/// @param last the largest one
public record RangeBounds(BigInteger first, BigInteger last) {
    /// From the server's texts; empty when the table is.
    public static Optional<RangeBounds> of(@Nullable String first, @Nullable String last) {
        return first == null || last == null
                ? Optional.empty()
                : Optional.of(new RangeBounds(new BigInteger(first), new BigInteger(last)));
    }

    /// Those of a slice by that key; empty when there are none.
    Optional<RangeBounds> within(Slice slice) {
        if (!(slice instanceof Slice.Between between)) {
            return Optional.of(this);
        }
        BigInteger low = between.lower().map(edge -> inside(edge, 1)).map(first::max).orElse(first);
        BigInteger high = between.upper().map(edge -> inside(edge, -1)).map(last::min).orElse(last);
        return low.compareTo(high) <= 0
                ? Optional.of(new RangeBounds(low, high))
                : Optional.empty();
    }

    private static BigInteger inside(Edge edge, int step) {
        BigInteger value = new BigInteger(edge.value().text());
        return edge.isIncluded() ? value : value.add(BigInteger.valueOf(step));
    }

    private BigInteger width() {
        return last.subtract(first).add(BigInteger.ONE);
    }

    /// A planner for the keys of a slice.
    ///
    /// @param rows of the whole table
    public RangePlanner planner(PageKey key, Slice slice, long rows, PageSizer sizer) {
        return within(slice)
                .map(
                        part ->
                                new RangePlanner(
                                        key.ordered(key.parsed(part.first.toString())),
                                        key.ordered(key.parsed(part.last.toString())),
                                        share(part, rows),
                                        sizer))
                .orElseGet(() -> new RangePlanner(sizer));
    }

    /// How many of so many rows are in a part, if the keys are spread evenly.
    private long share(RangeBounds part, long rows) {
        return new BigDecimal(part.width())
                .multiply(BigDecimal.valueOf(rows))
                .divide(new BigDecimal(width()), MathContext.DECIMAL64)
                .longValue();
    }
}
