package dev.rivet.extract;

import dev.rivet.encode.RowPrints;
import dev.rivet.plan.Chunk;
import dev.rivet.plan.ExportPlan;
import dev.rivet.row.RowSchema;
import dev.rivet.state.Leases.Lease;
import dev.rivet.state.MarginStore;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What one run knows of rows that were delivered before, and remembers of those that it reads, as
/// its plan wants it. For one thread.
final class Margin {
    /// In all chunks together: 16 bytes each.
    static final long MOST_ROWS = 1_000_000;

    private final Job job;
    private final MarginStore store;
    private final ExportPlan.@Nullable Progress progress;
    private final DeliveredRows before;
    private final Map<Integer, RowPrints> waiting = new LinkedHashMap<>();
    private long remembered;

    /// @param plan of the run
    Margin(Job job, Equipment equipment, ExportPlan plan) {
        this.job = job;
        this.store = equipment.state().margins();
        this.progress = plan.advance().filter(each -> each.margin().isPresent()).orElse(null);
        boolean isFirst = progress == null || progress.start().isEmpty();
        this.before =
                isFirst ? DeliveredRows.NONE : new DeliveredRows(store.rows(job.export().name()));
    }

    /// For one read of one chunk.
    Sieve sieve(RowSchema columns) {
        ExportPlan.Progress now = progress;
        return now == null || now.marginStart() == null
                ? Sieve.OPEN
                : new MarginSieve(columns, now, now.marginStart(), before, MOST_ROWS - remembered);
    }

    /// A chunk that was committed already has its rows written down.
    void found(Chunk chunk) {
        if (progress != null) {
            remembered += store.size(job.export().name(), job.id(), chunk.ordinal());
        }
    }

    /// What a chunk has of the margin.
    void add(Chunk chunk, RowPrints rows) {
        if (progress != null) {
            waiting.put(chunk.ordinal(), rows);
            remembered += rows.size();
        }
    }

    /// Writes down what was added, before anybody can see the rows: it counts once the watermark
    /// has moved.
    void keep(Lease lease) {
        ExportPlan.Progress now = progress;
        if (now == null || now.marginStart() == null) {
            return;
        }
        for (Map.Entry<Integer, RowPrints> each : waiting.entrySet()) {
            lease.confirm();
            store.keep(
                    job.export().name(),
                    job.id(),
                    each.getKey(),
                    new MarginStore.Margin(now.marginStart(), each.getValue()));
        }
        waiting.clear();
    }
}
