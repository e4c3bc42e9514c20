package dev.rivet.source.mysql.catalog;

import dev.rivet.config.Selection;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.NearNames;
import dev.rivet.diag.Place;
import dev.rivet.diag.RivetException;
import dev.rivet.source.mysql.catalog.Catalog.CatalogColumn;
import dev.rivet.source.mysql.connect.Link;
import dev.rivet.source.mysql.query.KeyColumn;
import dev.rivet.source.mysql.query.Sql;
import dev.rivet.source.mysql.type.Identifiers;
import dev.rivet.source.mysql.type.SourceColumn;
import dev.rivet.source.mysql.wire.PreparedShape;
import dev.rivet.source.mysql.wire.WireColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The columns of a selection. Blocks.
final class SelectionShape {
    private static final Pattern QUOTED = Pattern.compile("'(?:[^']*\\.)?([^'.]+)'");

    private final Link link;
    private final Catalog catalog;
    private final Map<String, Map<String, CatalogColumn>> known = new HashMap<>();

    SelectionShape(Link link, Catalog catalog) {
        this.link = link;
        this.catalog = catalog;
    }

    /// Asks the catalog anew from now on.
    void forget() {
        known.clear();
    }

    /// All columns, each with a name of its own.
    List<SourceColumn> columns(Selection selection) {
        List<WireColumn> wire = prepared(selection);
        requireNames(wire);
        return wire.stream().map(this::source).toList();
    }

    /// The same columns, and by what they are compared.
    List<KeyColumn> keyColumns(List<SourceColumn> columns) {
        List<KeyColumn> found = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            SourceColumn each = columns.get(i);
            CatalogColumn entry = catalogColumn(each.wire());
            found.add(new KeyColumn(each, i, entry.charset(), entry.collation()));
        }
        return found;
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
        Set<String> unusable = new LinkedHashSet<>();
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

    /// Adds what the user may have meant to a name that the server does not know, and what of a
    /// table may be read to its refusal.
    RivetException explained(RivetException failure, Selection selection) {
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
