package dev.rivet.source.mysql.query;

import dev.rivet.config.Selection;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A slice of a table in pages of an index, each beginning with the last row of the one before. A
/// page that ends at a row which cannot be sent back is followed by one that skips its rows from
/// the same beginning: exact, because all pages see one snapshot and the index has one order.
public final class IndexPages implements Statements {
    private final String select;
    private final String condition;
    private final IndexOrder order;
    private final PageSeam seam;
    private final PageSizer sizer;
    private @Nullable Operand from;
    private long skip;
    private long asked;
    private int repeated;
    private boolean more = true;

    /// @param condition what makes a row part of the slice; empty for all rows
    public IndexPages(
            Selection.Table table, IndexOrder order, Optional<String> condition, MySqlPlan plan) {
        this.select = Sql.byIndex(table, plan.columnNames(), order);
        this.condition = condition.orElse("TRUE");
        this.order = order;
        this.seam = new PageSeam(table, order.keys(), plan.wireColumns());
        this.sizer =
                PageSizer.ofPages(
                        plan.tuning().batchRows(),
                        plan.tuning().batchBytes(),
                        plan.tuning().statements());
    }

    @Override
    public Future<Optional<Statement>> next() {
        return Future.succeededFuture(more ? Optional.of(page()) : Optional.empty());
    }

    private Statement page() {
        asked = sizer.rows();
        repeated = seam.begin();
        List<Object> values = new ArrayList<>();
        String where = " WHERE " + condition;
        Operand start = from;
        if (start != null) {
            where += " AND " + start.sql();
            values.addAll(start.values());
        }
        values.add(asked + repeated);
        values.add(skip);
        return new Statement(
                select + where + order.orderBy() + " LIMIT ? OFFSET ?", Tuple.from(values));
    }

    @Override
    public KeyTrail keys() {
        return seam;
    }

    @Override
    public void ended(long rows, long bytes, Duration open) {
        seam.end();
        sizer.learn(rows, bytes, open);
        more = rows >= asked;
        if (more) {
            // So many rows lie between the last one and that which the page began with.
            skip += rows + repeated - 1;
            lastRow().ifPresent(this::continueFrom);
        }
    }

    /// Empty where one of its columns cannot be sent back.
    private Optional<List<Operand>> lastRow() {
        List<Operand> row = new ArrayList<>();
        for (int i = 0; i < order.columns().size(); i++) {
            order.keys().get(i).operand(seam.last().get(i)).ifPresent(row::add);
        }
        return row.size() == order.columns().size() ? Optional.of(row) : Optional.empty();
    }

    private void continueFrom(List<Operand> row) {
        from = order.after(row, true);
        skip = 0;
    }
}
