package dev.rivet.source.mysql.catalog;

import dev.rivet.config.Selection;
import dev.rivet.config.Tuning;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.NearNames;
import dev.rivet.diag.Place;
import dev.rivet.diag.RivetException;
import dev.rivet.row.RowSchema;
import dev.rivet.source.ReadRequest;
import dev.rivet.source.mysql.catalog.Catalog.CatalogColumn;
import dev.rivet.source.mysql.connect.Link;
import dev.rivet.source.mysql.connect.ReadViews;
import dev.rivet.source.mysql.query.MySqlPlan;
import dev.rivet.source.mysql.query.PageKey;
import dev.rivet.source.mysql.query.PageSizer;
import dev.rivet.source.mysql.query.ReadPath;
import dev.rivet.source.mysql.query.Sql;
import dev.rivet.source.mysql.query.TableStats;
import dev.rivet.source.mysql.type.Identifiers;
import dev.rivet.source.mysql.type.SourceColumn;
import dev.rivet.source.mysql.type.TypeMapper;
import dev.rivet.source.mysql.type.ValuePolicy;
import dev.rivet.source.mysql.wire.PreparedShape;
import dev.rivet.source.mysql.wire.WireColumn;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds out what a selection is like and how it is best read. Blocks.
public final class Describer {
    /// How often a table may turn out to be something else than it was a moment ago.
    private static final int ATTEMPTS = 5;

    private static final Pattern QUOTED = Pattern.compile("'(?:[^']*\\.)?([^'.]+)'");

    private final Link link;
    private final Catalog catalog;
    private final Map<String, Map<String, CatalogColumn>> known = new HashMap<>();

    public Describer(Link link, String database) {
        this.link = link;
        this.catalog = new Catalog(link, database);
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
            known.clear();
        }
        String message = "%s is replaced again and again".formatted(table.display());
        throw Diagnostic.of(Code.SOURCE_COLUMNS_CHANGED_UNDER_READ, message)
                .asTransient()
                .toException();
    }

    private void touch(Selection.Table table) {
        try {
            ReadViews.begin(link, table);
        } catch (RivetException e) {
            throw explained(e, table);
        }
    }

    /// The columns of a selection, and what becomes of them.
    private record Described(RowSchema schema, List<SourceColumn> columns, ValuePolicy policy) {}

    private Described described(ReadRequest request) {
        List<WireColumn> wire = prepared(request.selection());
        requireNames(wire);
        List<SourceColumn> columns = wire.stream().map(this::source).toList();
        ValuePolicy policy = ValuePolicy.of(request.onUnrepresentable());
        RowSchema schema = new TypeMapper(request.overrides(), policy).schema(columns);
        return new Described(schema, columns, policy);
    }

    private List<WireColumn> prepared(Selection selection) {
        List<WireColumn> shown = prepared(selection, Sql.everything(selection));
        return selection instanceof Selection.Table table ? withHidden(table, shown) : shown;
    }

    /// A table's columns are all its columns. `*` gives those that are visible, and proves that
    /// the user may read them.
    private List<WireColumn> withHidden(Selection.Table table, List<WireColumn> shown) {
        var columns = new TableColumns(table, columns(catalog.schemaOf(table), table.name()));
        if (columns.mayBeKeptBack() && !catalog.showsDefinition(table)) {
            throw columns.keptBack();
        }
        return columns.hiddenBeside(shown)
                ? prepared(table, Sql.columns(table, columns.names()))
                : shown;
    }

    private List<WireColumn> prepared(Selection selection, String sql) {
        PreparedShape shape;
        try {
            shape = link.prepare(sql);
        } catch (RivetException e) {
            throw explained(e, selection);
        }
        if (shape.parameters() > 0) {
            throw Diagnostic.of(
                            Code.SOURCE_QUERY_FAILED,
                            "the query has parameters (`?`), and nothing fills them",
                            "Write the values into the query, for example as ${NAME}.")
                    .toException();
        }
        if (shape.columns().isEmpty()) {
            throw Diagnostic.of(
                            Code.SOURCE_QUERY_FAILED,
                            "the statement returns no columns",
                            "Use a SELECT.")
                    .toException();
        }
        return shape.columns();
    }

    private static void requireNames(List<WireColumn> columns) {
        Set<String> seen = new HashSet<>();
        Set<String> unusable = new java.util.LinkedHashSet<>();
        for (WireColumn each : columns) {
            if (each.name().isBlank() || !seen.add(each.name())) {
                unusable.add(each.name().isBlank() ? "(empty)" : each.name());
            }
        }
        if (!unusable.isEmpty()) {
            String message =
                    "these column names are empty or occur more than once: "
                            + String.join(", ", unusable);
            throw Diagnostic.of(Code.SOURCE_QUERY_COLUMN_UNREFERENCEABLE, message).toException();
        }
    }

    private SourceColumn source(WireColumn wire) {
        return new SourceColumn(wire, catalogColumn(wire).type());
    }

    /// What the catalog says of the table column behind a result column, also through joins.
    private CatalogColumn catalogColumn(WireColumn wire) {
        if (wire.schema().isEmpty() || wire.table().isEmpty() || wire.origin().isEmpty()) {
            return CatalogColumn.UNKNOWN;
        }
        return columns(wire.schema(), wire.table())
                .getOrDefault(wire.origin(), CatalogColumn.UNKNOWN);
    }

    private Map<String, CatalogColumn> columns(String schema, String table) {
        return known.computeIfAbsent(
                Identifiers.quote(schema) + "." + Identifiers.quote(table),
                name -> catalog.columns(schema, table));
    }

    private MySqlPlan table(
            Selection.Table table, Described described, TableStats size, ReadRequest request) {
        List<SourceColumn> columns = described.columns();
        PageKey key = size.hasReadViews() ? pageKey(table, columns).orElse(null) : null;
        return new MySqlPlan(
                table,
                described.schema(),
                columns,
                key,
                size,
                ReadPath.of(key, connections(size, request.tuning())),
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
        List<String> names = columns.stream().map(SourceColumn::name).toList();
        for (Catalog.UniqueIndex index : catalog.uniqueIndexes(table)) {
            int position = names.indexOf(index.column());
            if (position >= 0) {
                SourceColumn column = columns.get(position);
                CatalogColumn entry = catalogColumn(column.wire());
                Optional<PageKey> key =
                        PageKey.over(
                                column, position, index.name(), entry.charset(), entry.collation());
                if (key.isPresent() && isComparedAsItIsIndexed(column, entry.collation())) {
                    return key;
                }
            }
        }
        return Optional.empty();
    }

    private boolean isComparedAsItIsIndexed(SourceColumn column, String collation) {
        return !link.server().isMariaDb() || !PageKey.isFilledUpInMariaDb(column, collation);
    }

    /// Adds what the user may have meant to a name that the server does not know, and what of a
    /// table may be read to its refusal.
    private RivetException explained(RivetException failure, Selection selection) {
        if (selection instanceof Selection.Table refused && ColumnGrants.areMissing(failure)) {
            return new ColumnGrants(link, catalog.schemaOf(refused)).added(failure, refused);
        }
        Diagnostic found = failure.diagnostic();
        String hint = "";
        Place place = found.place();
        if (found.code() == Code.SOURCE_TABLE_NOT_FOUND
                && selection instanceof Selection.Table table) {
            hint = NearNames.question(table.name(), catalog.tableNames(catalog.schemaOf(table)));
            place = Place.table(table.display());
        } else if (found.code() == Code.SOURCE_COLUMN_NOT_FOUND) {
            Matcher quoted = QUOTED.matcher(found.message());
            if (quoted.find()) {
                hint = NearNames.question(quoted.group(1), catalog.columnNames());
                place = Place.column(quoted.group(1));
            }
        }
        return new Diagnostic(
                        found.code(),
                        found.message() + hint,
                        found.action(),
                        found.outlook(),
                        place)
                .toException(failure);
    }
}
