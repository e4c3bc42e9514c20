package dev.rivet.source.mysql.query;

import dev.rivet.config.Selection;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Pages of a table in the order of a key, each beginning with the last row of the one before. A
/// page that ends at a key which cannot be sent back, such as a partial date, is followed by one
/// that skips its rows from the same beginning: exact, because all pages see one snapshot.
public final class KeyPages implements Statements {
    private final PageKey pageKey;
    private final String firstSql;
    private final String nextSql;
    private final PageSeam seam;
    private final PageSizer sizer;
    private @Nullable Object from;
    private long skip;
    private long asked;
    private int repeated;
    private boolean more = true;

    public KeyPages(Selection.Table table, PageKey pageKey, MySqlPlan plan) {
        List<String> columns = plan.columnNames();
        this.pageKey = pageKey;
        this.firstSql = Sql.firstPage(table, columns, pageKey);
        this.nextSql = Sql.nextPage(table, columns, pageKey);
        this.seam = new PageSeam(table, List.of(pageKey), plan.wireColumns());
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
        long most = asked + repeated;
        return from == null
                ? new Statement(firstSql, Tuple.of(most, skip))
                : new Statement(nextSql, Tuple.of(from, most, skip));
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
            // So many rows lie between the last one and that with the key `from`.
            skip += rows + repeated - 1;
            pageKey.bindValue(seam.last().getFirst()).ifPresent(this::continueFrom);
        }
    }

    private void continueFrom(Object key) {
        from = key;
        skip = 0;
    }
}
