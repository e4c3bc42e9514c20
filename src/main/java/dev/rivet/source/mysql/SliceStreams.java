package dev.rivet.source.mysql;

import dev.rivet.config.Selection;
import dev.rivet.config.StatementBudget;
import dev.rivet.plan.Slice;
import dev.rivet.source.Gate;
import dev.rivet.source.mysql.connect.Link;
import dev.rivet.source.mysql.query.IndexPages;
import dev.rivet.source.mysql.query.KeyPages;
import dev.rivet.source.mysql.query.KeyRanges;
import dev.rivet.source.mysql.query.MySqlPlan;
import dev.rivet.source.mysql.query.NoStatements;
import dev.rivet.source.mysql.query.OneStatement;
import dev.rivet.source.mysql.query.PageKey;
import dev.rivet.source.mysql.query.PageSizer;
import dev.rivet.source.mysql.query.RangeBounds;
import dev.rivet.source.mysql.query.RangePlanner;
import dev.rivet.source.mysql.query.SiftedPages;
import dev.rivet.source.mysql.query.SlicePath;
import dev.rivet.source.mysql.query.Sql;
import dev.rivet.source.mysql.query.Statements;
import dev.rivet.source.mysql.read.MySqlReader;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The streams that read a slice, over connections whose read views have begun.
///
/// @param further connections beside the first
record SliceStreams(Link link, List<Link> further, MySqlPlan plan, Gate gate) {
    SliceStreams {
        further = List.copyOf(further);
    }

    /// Blocks for a moment.
    List<MySqlReader> of(SlicePath path) {
        return switch (path) {
            case SlicePath.Whole whole -> whole();
            case SlicePath.Nothing nothing -> alone(new NoStatements());
            case SlicePath.Ranges ranges -> ranges(ranges);
            case SlicePath.Indexed(var table, var order, var condition) ->
                    alone(new IndexPages(table, order, condition, plan));
            case SlicePath.Sifted(var table, var order, var filter) ->
                    alone(new SiftedPages(table, order, filter, plan, this::boundary));
            case SlicePath.Filtered(String sql) -> alone(new OneStatement(sql));
        };
    }

    private List<MySqlReader> whole() {
        PageKey key = plan.pageKey();
        if (plan.selection() instanceof Selection.Table table && key != null) {
            return key.isInteger()
                    ? ranges(
                            new SlicePath.Ranges(
                                    table, key, new Slice.Everything(), Optional.empty()))
                    : alone(new KeyPages(table, key, plan));
        }
        return alone(new OneStatement(plan.sql()));
    }

    private List<MySqlReader> alone(Statements statements) {
        return List.of(new MySqlReader(link, plan, statements, gate));
    }

    private List<MySqlReader> ranges(SlicePath.Ranges path) {
        RangePlanner planner = planner(path);
        List<MySqlReader> streams = new ArrayList<>();
        streams.add(reader(link, path, planner));
        further.forEach(each -> streams.add(reader(each, path, planner)));
        return streams;
    }

    private MySqlReader reader(Link each, SlicePath.Ranges path, RangePlanner planner) {
        KeyRanges ranges = new KeyRanges(path.table(), path.key(), path.filter(), plan, planner);
        return new MySqlReader(each, plan, ranges, gate);
    }

    private RangePlanner planner(SlicePath.Ranges path) {
        StatementBudget budget = plan.tuning().statements();
        PageSizer sizer =
                path.filter().isEmpty()
                        ? PageSizer.ofRanges(plan.size().averageRowBytes(), budget)
                        : PageSizer.ofSiftedRanges(plan.size().averageRowBytes(), budget);
        Row bounds = link.ask(Sql.bounds(path.table(), path.key())).iterator().next();
        long rows = plan.estimatedRows().orElse(1);
        return RangeBounds.of(bounds.getString(0), bounds.getString(1))
                .map(each -> each.planner(path.key(), path.slice(), rows, sizer))
                .orElseGet(() -> new RangePlanner(sizer));
    }

    private Future<Optional<List<String>>> boundary(Statements.Statement statement) {
        return link.driver()
                .preparedQuery(statement.sql())
                .execute(statement.values())
                .map(SliceStreams::onlyRow);
    }

    private static Optional<List<String>> onlyRow(RowSet<Row> rows) {
        for (Row each : rows) {
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < each.size(); i++) {
                texts.add(each.getString(i));
            }
            return Optional.of(texts);
        }
        return Optional.empty();
    }
}
