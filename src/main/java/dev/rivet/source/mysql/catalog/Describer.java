package dev.rivet.source.mysql.catalog;

import dev.rivet.config.Selection;
import dev.rivet.config.Tuning;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.RivetException;
import dev.rivet.row.RowSchema;
import dev.rivet.source.ReadRequest;
import dev.rivet.source.mysql.connect.Link;
import dev.rivet.source.mysql.connect.LogPosition;
import dev.rivet.source.mysql.connect.ReadViews;
import dev.rivet.source.mysql.query.KeyColumn;
import dev.rivet.source.mysql.query.MySqlPlan;
import dev.rivet.source.mysql.query.PageKey;
import dev.rivet.source.mysql.query.PageSizer;
import dev.rivet.source.mysql.query.ReadPath;
import dev.rivet.source.mysql.query.TableStats;
import dev.rivet.source.mysql.type.SourceColumn;
import dev.rivet.source.mysql.type.TypeMapper;
import dev.rivet.source.mysql.type.ValuePolicy;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds out what a selection is like and how it is best read. Blocks.
public final class Describer {
    /// How often a table may turn out to be something else than it was a moment ago.
    private static final int ATTEMPTS = 5;

    private final Link link;
    private final Catalog catalog;
    private final SelectionShape shape;
    private @Nullable String position;

    public Describer(Link link, String database) {
        this.link = link;
        this.catalog = new Catalog(link, database);
        this.shape = new SelectionShape(link, catalog);
    }

    /// Describes a selection. If it is a table with read views, a transaction begins and stays
    /// open, whose view shows the table that is described here, and in which that table stays as
    /// it is.
    public MySqlPlan describe(ReadRequest request) {
        ReadViews.end(link);
        link.prepareFor(request.tuning(), request.selection());
        return switch (request.selection()) {
            case Selection.Table table -> table(table, request);
            case Selection.Query query -> query(query, described(request), request);
        };
    }

    private MySqlPlan table(Selection.Table table, ReadRequest request) {
        for (int i = 0; i < ATTEMPTS; i++) {
            boolean views = catalog.table(table).map(TableStats::hasReadViews).orElse(false);
            if (views) {
                touch(table);
            }
            Described described = described(request);
            TableStats now = catalog.table(table).orElse(TableStats.UNKNOWN);
            if (now.hasReadViews() == views) {
                return table(table, described, now, request);
            }
            ReadViews.end(link);
            shape.forget();
        }
        String message = "%s is replaced again and again".formatted(table.display());
        throw Diagnostic.of(Code.SOURCE_COLUMNS_CHANGED_UNDER_READ, message)
                .asTransient()
                .toException();
    }

    /// A transaction that the log has is seen by a view that begins later.
    private void touch(Selection.Table table) {
        position = LogPosition.of(link);
        try {
            ReadViews.begin(link, table);
        } catch (RivetException e) {
            throw shape.explained(e, table);
        }
    }

    /// The columns of a selection, and what becomes of them.
    private record Described(RowSchema schema, List<SourceColumn> columns, ValuePolicy policy) {}

    private Described described(ReadRequest request) {
        List<SourceColumn> columns = shape.columns(request.selection());
        ValuePolicy policy = ValuePolicy.of(request.onUnrepresentable());
        RowSchema schema = new TypeMapper(request.overrides(), policy).schema(columns);
        return new Described(schema, columns, policy);
    }

    private MySqlPlan table(
            Selection.Table table, Described described, TableStats size, ReadRequest request) {
        List<SourceColumn> columns = described.columns();
        PageKey key = size.hasReadViews() ? pageKey(table, columns).orElse(null) : null;
        ReadPath path = ReadPath.of(key, connections(size, request.tuning()));
        path.begunAt(size.hasReadViews() ? position : null);
        return new MySqlPlan(
                table,
                described.schema(),
                columns,
                key,
                size,
                path,
                described.policy(),
                request.tuning());
    }

    private static MySqlPlan query(
            Selection.Query query, Described described, ReadRequest request) {
        return new MySqlPlan(
                query,
                described.schema(),
                described.columns(),
                null,
                TableStats.UNKNOWN,
                ReadPath.of(null, 1),
                described.policy(),
                request.tuning());
    }

    /// No more than there are ranges.
    private static int connections(TableStats table, Tuning tuning) {
        long ranges = Math.ceilDiv(table.bytes().orElse(0), PageSizer.RANGE_BYTES);
        return Math.clamp(ranges, 1, tuning.parallel());
    }

    private Optional<PageKey> pageKey(Selection.Table table, List<SourceColumn> columns) {
        List<KeyColumn> keys = shape.keyColumns(columns);
        return catalog.indexes(table).stream()
                .filter(TableIndex::isKey)
                .sorted(Comparator.comparing(each -> !each.isPrimary()))
                .flatMap(index -> pageKey(index, keys).stream())
                .findFirst();
    }

    private Optional<PageKey> pageKey(TableIndex index, List<KeyColumn> columns) {
        return index.only()
                .flatMap(part -> part.in(columns))
                .filter(column -> IndexOrders.isComparedAsItIsIndexed(link, column))
                .flatMap(
                        column ->
                                PageKey.over(
                                        column.source(),
                                        column.position(),
                                        index.name(),
                                        column.charset(),
                                        column.collation()));
    }
}
