package dev.rivet.source.mysql.query;

import dev.rivet.config.Selection;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Pages of a table in the order of a key, each beginning after the last key of the one before. A
/// page that ends at a key which cannot be sent back, such as a partial date, is followed by one
/// that skips its rows from the same beginning: exact, because all pages see one snapshot.
public final class KeyPages implements Statements {
    private final PageKey pageKey;
    private final String firstSql;
    private final String nextSql;
    private final KeyBytes key;
    private final PageSizer sizer;
    private @Nullable Object after;
    private long skip;
    private long asked;
    private boolean more = true;

    public KeyPages(Selection.Table table, PageKey pageKey, MySqlPlan plan) {
        List<String> columns = plan.columnNames();
        this.pageKey = pageKey;
        this.firstSql = Sql.firstPage(table, columns, pageKey);
        this.nextSql = Sql.nextPage(table, columns, pageKey);
        this.key = new KeyBytes(plan.columns().get(pageKey.position()).wire());
        this.sizer = PageSizer.ofPages(plan.tuning().batchRows(), plan.tuning().batchBytes());
    }

    @Override
    public Future<Optional<Statement>> next() {
        return Future.succeededFuture(more ? Optional.of(page()) : Optional.empty());
    }

    private Statement page() {
        asked = sizer.rows();
        return after == null
                ? new Statement(firstSql, Tuple.of(asked, skip))
                : new Statement(nextSql, Tuple.of(after, asked, skip));
    }

    @Override
    public KeyBytes key() {
        return key;
    }

    @Override
    public void ended(long rows, long bytes, Duration open) {
        sizer.learn(rows, bytes, open);
        more = rows == asked;
        if (more) {
            Optional<Object> last = pageKey.bindValue(key);
            if (last.isPresent()) {
                advance(last.get());
            } else {
                skip += rows;
            }
        }
    }

    private void advance(Object last) {
        if (last.equals(after)) {
            String message = "the page after %s ended at the same key".formatted(last);
            throw Diagnostic.of(Code.INTERNAL_SOURCE_INVARIANT, message).toException();
        }
        after = last;
        skip = 0;
    }
}
