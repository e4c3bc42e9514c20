package dev.rivet.source.mysql.catalog;

import dev.rivet.config.Selection;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.NearNames;
import dev.rivet.diag.Place;
import dev.rivet.diag.RivetException;
import dev.rivet.plan.Key;
import dev.rivet.plan.KeyType;
import dev.rivet.source.ReadRequest;
import dev.rivet.source.mysql.connect.Link;
import dev.rivet.source.mysql.connect.ReadViews;
import dev.rivet.source.mysql.query.KeyAccess;
import dev.rivet.source.mysql.query.KeyColumn;
import dev.rivet.source.mysql.query.SliceKey;
import dev.rivet.source.mysql.query.TableStats;
import dev.rivet.source.mysql.type.SourceColumn;
import java.util.List;
import java.util.Optional;

/// Finds a key among the columns of a selection, and how rows are found by it. Blocks.
public final class Keys {
    private final Link link;
    private final Catalog catalog;
    private final SelectionShape shape;

    public Keys(Link link, String database) {
        this.link = link;
        this.catalog = new Catalog(link, database);
        this.shape = new SelectionShape(link, catalog);
    }

    /// How rows of a selection that is not described are found by a key.
    ///
    /// @throws RivetException `CONFIG_KEY_COLUMN_UNKNOWN`, `CONFIG_CURSOR_COLUMN_CASE`,
    ///     `SOURCE_KEYSET_KEY_UNORDERED`
    KeyAccess of(Selection selection, Key key) {
        return of(selection, shape.columns(selection), key);
    }

    /// What kind of values it has. Leaves no transaction open.
    public KeyType typeOf(ReadRequest request, Key key) {
        ReadViews.end(link);
        link.prepareFor(request.tuning(), request.selection());
        return of(request.selection(), key).key().type();
    }

    /// The same with the columns that are known.
    public KeyAccess of(Selection selection, List<SourceColumn> described, Key key) {
        List<KeyColumn> columns = shape.keyColumns(described);
        SliceKey found = key.isRow() ? row(selection, key, columns) : resolved(key, columns);
        if (!(selection instanceof Selection.Table table) || !stats(table).hasReadViews()) {
            return new KeyAccess(found, null, null, false);
        }
        IndexOrders orders = new IndexOrders(link, catalog.indexes(table), columns);
        return new KeyAccess(
                found,
                orders.by(found).orElse(null),
                orders.primary().orElse(null),
                orders.isUnique(found));
    }

    /// The columns of a table's primary key, or of another unique one without NULLs, if they are
    /// several, and all have an order. Leaves no transaction open.
    public Optional<Key> naturalRow(ReadRequest request) {
        ReadViews.end(link);
        link.prepareFor(request.tuning(), request.selection());
        if (!(request.selection() instanceof Selection.Table table)
                || !stats(table).hasReadViews()) {
            return Optional.empty();
        }
        List<KeyColumn> columns = shape.keyColumns(shape.columns(table));
        return new IndexOrders(link, catalog.indexes(table), columns).naturalRow();
    }

    TableStats stats(Selection.Table table) {
        return catalog.table(table).orElse(TableStats.UNKNOWN);
    }

    String schemaOf(Selection.Table table) {
        return catalog.schemaOf(table);
    }

    private static SliceKey resolved(Key key, List<KeyColumn> columns) {
        List<KeyColumn> found = found(key, columns);
        SliceKey resolved = new SliceKey(type(found.getFirst()), found);
        for (KeyColumn each : found) {
            requireAlike(key, found.getFirst(), each);
        }
        return resolved;
    }

    private static List<KeyColumn> found(Key key, List<KeyColumn> columns) {
        return key.columns().stream()
                .map(
                        name ->
                                columns.stream()
                                        .filter(each -> each.name().equals(name))
                                        .findFirst()
                                        .orElseThrow(() -> unknown(name, columns)))
                .toList();
    }

    /// Only of a table itself the server promises that a column is never NULL.
    private SliceKey row(Selection selection, Key key, List<KeyColumn> columns) {
        List<KeyColumn> found = found(key, columns);
        boolean isTable =
                selection instanceof Selection.Table table && !stats(table).engine().isEmpty();
        for (KeyColumn each : found) {
            type(each);
            if (!isTable || each.isNullable()) {
                throw mayBeNull(key, each);
            }
        }
        return new SliceKey(KeyType.ROW, found);
    }

    private static RivetException mayBeNull(Key key, KeyColumn column) {
        String message =
                ("%s is no key to cut by: nothing promises that %s is never NULL, and rows with a"
                                + " NULL in them cannot be compared")
                        .formatted(key.display(), column.name());
        return Diagnostic.of(
                        Code.PLAN_CHUNK_KEY_UNUSABLE,
                        message,
                        "Name columns of a table that are NOT NULL, or one indexed column.")
                .at(Place.column(column.name()))
                .toException();
    }

    private static RivetException unknown(String name, List<KeyColumn> columns) {
        List<String> names = columns.stream().map(KeyColumn::name).toList();
        for (String each : names) {
            if (each.equalsIgnoreCase(name)) {
                String message = "the key column \"%s\" is spelled \"%s\"".formatted(name, each);
                return Diagnostic.of(
                                Code.CONFIG_CURSOR_COLUMN_CASE, message, "Write \"" + each + "\".")
                        .at(Place.column(name))
                        .toException();
            }
        }
        String message =
                "there is no column \"%s\" to go by.%s"
                        .formatted(name, NearNames.question(name, names));
        return Diagnostic.of(Code.CONFIG_KEY_COLUMN_UNKNOWN, message)
                .at(Place.column(name))
                .toException();
    }

    private static KeyType type(KeyColumn column) {
        return column.type().orElseThrow(() -> unordered(column));
    }

    private static RivetException unordered(KeyColumn column) {
        String message =
                "column %s is %s, whose values have no order to go by"
                        .formatted(column.name(), column.source().nativeType());
        return Diagnostic.of(Code.SOURCE_KEYSET_KEY_UNORDERED, message)
                .at(Place.column(column.name()))
                .toException();
    }

    /// Values of several columns are compared with each other.
    private static void requireAlike(Key key, KeyColumn first, KeyColumn other) {
        boolean sameOrder =
                first.charset().equals(other.charset())
                        && first.collation().equals(other.collation());
        if (type(other) == type(first) && (type(first) != KeyType.TEXT || sameOrder)) {
            return;
        }
        String message =
                "%s has no order: %s is %s, and %s is %s"
                        .formatted(
                                key.display(),
                                first.name(),
                                shown(first),
                                other.name(),
                                shown(other));
        throw Diagnostic.of(
                        Code.SOURCE_KEYSET_KEY_UNORDERED,
                        message,
                        "Use columns of one kind of type, texts of one collation.")
                .at(Place.column(other.name()))
                .toException();
    }

    private static String shown(KeyColumn column) {
        String type = column.source().nativeType();
        return column.collation().isEmpty() ? type : type + " " + column.collation();
    }
}
