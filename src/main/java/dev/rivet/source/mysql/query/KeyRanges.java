package dev.rivet.source.mysql.query;

import dev.rivet.config.Selection;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One stream's share of a table's key ranges.
public final class KeyRanges implements Statements {
    private final RangePlanner planner;
    private final PageKey pageKey;
    private final KeyBytes key;
    private final String sql;
    private @Nullable KeyRange running;

    public KeyRanges(Selection.Table table, PageKey pageKey, MySqlPlan plan, RangePlanner planner) {
        this.planner = planner;
        this.pageKey = pageKey;
        this.key = new KeyBytes(plan.columns().get(pageKey.position()).wire());
        this.sql = Sql.range(table, plan.columnNames(), pageKey);
    }

    @Override
    public Future<Optional<Statement>> next() {
        return planner.take().map(range -> range.map(this::statement));
    }

    private Statement statement(KeyRange range) {
        running = range;
        long first = pageKey.ordered(range.first());
        long last = pageKey.ordered(range.last());
        return new Statement(sql, Tuple.of(first, last, range.rows()));
    }

    @Override
    public KeyBytes key() {
        return key;
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
            planner.ended(range, rows, rows == 0 ? 0 : lastKey(range), bytes, open);
        }
    }

    private long lastKey(KeyRange range) {
        long last = pageKey.ordered(key.integer());
        if (last < range.first() || last > range.last()) {
            String message =
                    "the keys %d to %d brought the key %d"
                            .formatted(range.first(), range.last(), last);
            throw Diagnostic.of(Code.INTERNAL_SOURCE_INVARIANT, message).toException();
        }
        return last;
    }
}
