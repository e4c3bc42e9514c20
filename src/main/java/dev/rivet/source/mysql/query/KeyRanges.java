package dev.rivet.source.mysql.query;

import dev.rivet.config.Selection;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One stream's share of a table's key ranges.
public final class KeyRanges implements Statements {
    private final RangePlanner planner;
    private final PageKey pageKey;
    private final RangeTrail trail;
    private final String sql;
    private @Nullable KeyRange running;

    /// @param filter what else must be true of a row; empty for all rows
    public KeyRanges(
            Selection.Table table,
            PageKey pageKey,
            Optional<String> filter,
            MySqlPlan plan,
            RangePlanner planner) {
        this.planner = planner;
        this.pageKey = pageKey;
        this.trail = new RangeTrail(table, pageKey, plan.columns().get(pageKey.position()).wire());
        this.sql = Sql.range(table, plan.columnNames(), pageKey, filter);
    }

    @Override
    public Future<Optional<Statement>> next() {
        return planner.take().map(range -> range.map(this::statement));
    }

    private Statement statement(KeyRange range) {
        running = range;
        trail.begin(range);
        long first = pageKey.ordered(range.first());
        long last = pageKey.ordered(range.last());
        return new Statement(sql, Tuple.of(first, last, range.rows()));
    }

    @Override
    public KeyTrail keys() {
        return trail;
    }

    @Override
    public void stopped() {
        planner.stop();
    }

    @Override
    public void ended(long rows, long bytes, Duration open) {
        KeyRange range = running;
        if (range != null) {
            running = null;
            trail.end(range, rows);
            planner.ended(range, rows, trail.last(), bytes, open);
        }
    }
}
