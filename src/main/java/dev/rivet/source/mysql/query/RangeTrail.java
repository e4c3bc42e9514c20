package dev.rivet.source.mysql.query;

import dev.rivet.config.Selection;
import dev.rivet.source.mysql.wire.WireColumn;
import dev.rivet.source.mysql.wire.WireInteger;
import java.util.List;
import java.util.Locale;

/// Follows the rows of ranges of integer keys, which come one after the other and lie between a
/// range's ends, as few as have room there. Event loop.
final class RangeTrail implements KeyTrail {
    private final OutOfOrder outOfOrder;
    private final PageKey pageKey;
    private WireInteger integer;
    private long lowest;
    private long highest;
    private boolean full;
    private long last;

    RangeTrail(Selection.Table table, PageKey pageKey, WireColumn column) {
        this.outOfOrder = new OutOfOrder(table, List.of(pageKey));
        this.pageKey = pageKey;
        this.integer = WireInteger.of(column);
    }

    @Override
    public List<PageKey> columns() {
        return List.of(pageKey);
    }

    @Override
    public void defineAs(List<WireColumn> running) {
        integer = WireInteger.of(running.getFirst());
    }

    void begin(KeyRange range) {
        lowest = range.first();
        highest = range.last();
        full = false;
    }

    @Override
    public boolean awaitsRepeat() {
        return false;
    }

    @Override
    public void repeated(List<RowKey> key) {
        throw new IllegalStateException("ranges have no row in common");
    }

    @Override
    public void passed(List<RowKey> first, List<RowKey> latest, int rows) {
        long from = ordered(first.getFirst().required());
        long to = ordered(latest.getFirst().required());
        // The distance of two keys of 64 bits is an unsigned number.
        boolean room = from <= to && Long.compareUnsigned(to - from, rows - 1L) >= 0;
        boolean distinct = rows > 1 || from == to;
        if (full || from < lowest || to > highest || !room || !distinct) {
            throw outOfOrder.because(
                    String.format(
                            Locale.ROOT,
                            "where keys from %s to %s were to come, %,d rows have the keys %s to %s",
                            shown(lowest),
                            shown(highest),
                            rows,
                            shown(from),
                            shown(to)));
        }
        last = to;
        full = to == highest;
        lowest = full ? highest : to + 1;
    }

    private long ordered(RowKey key) {
        return pageKey.ordered(integer.read(key.data(), key.at()));
    }

    private String shown(long ordered) {
        return pageKey.shown(pageKey.ordered(ordered));
    }

    /// The range has ended.
    ///
    /// @throws dev.rivet.diag.RivetException `SOURCE_KEYS_OUT_OF_ORDER` when it brought more rows
    ///     than were asked for
    void end(KeyRange range, long rows) {
        if (rows > range.rows()) {
            throw outOfOrder.because(
                    String.format(
                            Locale.ROOT,
                            "%,d rows came where at most %,d were asked for",
                            rows,
                            range.rows()));
        }
    }

    /// The last key that came. Undefined before the first one.
    long last() {
        return last;
    }
}
