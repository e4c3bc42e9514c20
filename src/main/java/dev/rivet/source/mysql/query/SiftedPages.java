package dev.rivet.source.mysql.query;

import dev.rivet.config.Selection;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A slice of a table in pages of its primary key, of whose rows those are read that belong to the
/// slice. Where a page ends is asked before it is read, since few of its rows may come; so each
/// page looks at about as many rows, however few it brings.
public final class SiftedPages implements Statements {
    private final String select;
    private final String ends;
    private final String condition;
    private final IndexOrder order;
    private final Boundaries boundaries;
    private final PageSizer sizer;
    private @Nullable Operand after;
    private long looked;
    private boolean more = true;

    /// Asks the server where a page ends.
    @FunctionalInterface
    public interface Boundaries {
        /// The texts of the only row of a statement; empty when there is none. Completes on the
        /// connection's event loop.
        Future<Optional<List<String>>> ask(Statement statement);
    }

    /// @param order the primary key's
    public SiftedPages(
            Selection.Table table,
            IndexOrder order,
            String condition,
            MySqlPlan plan,
            Boundaries boundaries) {
        this.select = Sql.byIndex(table, plan.columnNames(), order.index());
        this.ends = Sql.textsByIndex(table, order);
        this.condition = condition;
        this.order = order;
        this.boundaries = boundaries;
        this.sizer = PageSizer.ofSieve(plan.tuning().statements());
    }

    @Override
    public Future<Optional<Statement>> next() {
        if (!more) {
            return Future.succeededFuture(Optional.empty());
        }
        looked = sizer.rows();
        Operand start = start();
        List<Object> values = new ArrayList<>(start.values());
        values.add(looked - 1);
        String sql = ends + " WHERE " + start.sql() + order.orderBy() + " LIMIT 1 OFFSET ?";
        return boundaries
                .ask(new Statement(sql, Tuple.from(values)))
                .map(end -> Optional.of(page(end.flatMap(this::row))));
    }

    private Operand start() {
        Operand start = after;
        return start == null ? Operand.of("TRUE") : start;
    }

    /// Empty when the server would not take it back; then all that is left is one page.
    private Optional<List<Operand>> row(List<String> texts) {
        List<Operand> row = new ArrayList<>();
        for (int i = 0; i < order.columns().size(); i++) {
            order.keys().get(i).operandOf(texts.get(i)).ifPresent(row::add);
        }
        return row.size() == order.columns().size() ? Optional.of(row) : Optional.empty();
    }

    private Statement page(Optional<List<Operand>> end) {
        List<Operand> conditions = new ArrayList<>(List.of(start()));
        end.map(order::upTo).ifPresent(conditions::add);
        conditions.add(Operand.of("(" + condition + ")"));
        Operand where = Operand.joined(" AND ", conditions);
        more = end.isPresent();
        end.ifPresent(row -> after = order.after(row, false));
        return new Statement(select + " WHERE " + where.sql(), Tuple.from(where.values()));
    }

    @Override
    public boolean asksServer() {
        return true;
    }

    @Override
    public @Nullable KeyTrail keys() {
        return null;
    }

    @Override
    public void ended(long rows, long bytes, Duration open) {
        sizer.learn(looked, bytes, open);
    }
}
