package dev.rivet.encode.parquet;

import dev.rivet.row.LogicalType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.BoundaryOrder;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.Statistics;
import org.jspecify.annotations.Nullable;

/// What the pages of one column chunk hold: NULLs, smallest and largest values, per page and in
/// all. Not thread-safe.
final class ColumnStatistics {
    private final ValueOrder order;
    private final BoundCut cut;
    private final boolean cuts;
    private final List<@Nullable Bounds> pages = new ArrayList<>();
    private final List<Long> nullCounts = new ArrayList<>();
    private final List<Boolean> nullPages = new ArrayList<>();

    ColumnStatistics(LogicalType type) {
        this.order = ValueOrder.of(type);
        this.cuts = type.storage() == dev.rivet.row.Storage.BYTES;
        this.cut = new BoundCut(!(type instanceof LogicalType.Binary));
    }

    /// @param values how many values the page has that are not NULL
    /// @param bounds of all of them; null when there are none, or none that holds
    void addPage(int values, int nulls, @Nullable Bounds bounds) {
        pages.add(bounds);
        nullCounts.add((long) nulls);
        nullPages.add(values == 0);
    }

    /// Statistics of the chunk; without bounds when there are no values, when some page has values
    /// but no bounds, or when no short bound holds.
    Statistics chunk() {
        Statistics statistics = new Statistics();
        statistics.setNull_count(nullCounts.stream().mapToLong(Long::longValue).sum());
        Bounds all = all();
        if (all != null) {
            byte[] max = upper(all.max(), BoundCut.STATISTICS_BYTES);
            if (max != null) {
                byte[] min = lower(all.min(), BoundCut.STATISTICS_BYTES);
                statistics.setMin_value(min).setMax_value(max);
                statistics.setIs_min_value_exact(min.length == all.min().length);
                statistics.setIs_max_value_exact(max.length == all.max().length);
            }
        }
        return statistics;
    }

    private @Nullable Bounds all() {
        Bounds all = null;
        for (int i = 0; i < pages.size(); i++) {
            Bounds page = pages.get(i);
            if (page != null) {
                all = all == null ? page : widened(all, page);
            } else if (!nullPages.get(i)) {
                return null;
            }
        }
        return all;
    }

    private Bounds widened(Bounds all, Bounds page) {
        return new Bounds(
                order.compare(page.min(), all.min()) < 0 ? page.min() : all.min(),
                order.compare(page.max(), all.max()) > 0 ? page.max() : all.max());
    }

    private byte[] lower(byte[] value, int limit) {
        return cuts ? cut.lower(value, limit) : value;
    }

    private byte @Nullable [] upper(byte[] value, int limit) {
        return cuts ? cut.upper(value, limit) : value;
    }

    /// The page index's half about values; null when some page has values but no bounds.
    @Nullable ColumnIndex index() {
        List<ByteBuffer> mins = new ArrayList<>();
        List<ByteBuffer> maxes = new ArrayList<>();
        for (int i = 0; i < pages.size(); i++) {
            Bounds page = nullPages.get(i) ? new Bounds(new byte[0], new byte[0]) : pages.get(i);
            byte[] max = page == null ? null : upper(page.max(), BoundCut.PAGE_INDEX_BYTES);
            if (page == null || max == null) {
                return null;
            }
            mins.add(ByteBuffer.wrap(lower(page.min(), BoundCut.PAGE_INDEX_BYTES)));
            maxes.add(ByteBuffer.wrap(max));
        }
        return new ColumnIndex(List.copyOf(nullPages), mins, maxes, boundaryOrder(mins, maxes))
                .setNull_counts(List.copyOf(nullCounts));
    }

    /// Whether both bounds never fall, or never rise, from page to page.
    private BoundaryOrder boundaryOrder(List<ByteBuffer> mins, List<ByteBuffer> maxes) {
        boolean rises = true;
        boolean falls = true;
        int previous = -1;
        for (int i = 0; i < mins.size(); i++) {
            if (nullPages.get(i)) {
                continue;
            }
            if (previous >= 0) {
                int min = order.compare(mins.get(previous).array(), mins.get(i).array());
                int max = order.compare(maxes.get(previous).array(), maxes.get(i).array());
                rises &= min <= 0 && max <= 0;
                falls &= min >= 0 && max >= 0;
            }
            previous = i;
        }
        return rises
                ? BoundaryOrder.ASCENDING
                : falls ? BoundaryOrder.DESCENDING : BoundaryOrder.UNORDERED;
    }

    void clear() {
        pages.clear();
        nullCounts.clear();
        nullPages.clear();
    }
}
