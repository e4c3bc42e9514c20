package dev.rivet.source.postgres.catalog;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.NearNames;
import dev.rivet.diag.Place;
import dev.rivet.diag.RivetException;
import dev.rivet.plan.Key;
import dev.rivet.plan.KeyType;
import dev.rivet.plan.KeyValue;
import dev.rivet.source.postgres.connect.Backend;
import dev.rivet.source.postgres.connect.ControlChannel;
import dev.rivet.source.postgres.query.OrderedKey;
import dev.rivet.source.postgres.query.SelectionKey;
import dev.rivet.source.postgres.query.SelectionKey.Comparison;
import dev.rivet.source.postgres.type.KeyTypes;
import dev.rivet.source.postgres.type.PgType;
import dev.rivet.source.postgres.type.ResultColumn;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Finds out what a key of a selection is, in the transaction in which that was described. Blocks.
public final class KeyCatalog {
    private static final String OWN_SCHEMA = "pg_catalog";

    /// Two collations, and no rule which of them counts.
    private static final List<String> NO_COLLATION = List.of("42P21", "42P22");

    /// No common type.
    private static final String NO_COMMON_TYPE = "42804";

    private final Backend main;
    private final ControlChannel control;
    private final SourceCatalog catalog;

    public KeyCatalog(Backend main) {
        this.main = main;
        this.control = main.control();
        this.catalog = new SourceCatalog(control);
    }

    /// A key, and what type its columns have together.
    ///
    /// @param columns as they were announced
    public record Resolved(SelectionKey key, PgType type, List<ResultColumn> columns)
            implements ResolvedKey {
        @Override
        public List<KeyValue> noted(ControlChannel control, KeyValue from, KeyValue to) {
            return new KeySamples(control).between(this, from, to);
        }

        /// Whether `pg_catalog.max` takes it.
        boolean hasMaximum() {
            return KeyTypes.hasMaximum(type);
        }
    }

    /// Resolves a key of one column, or the first of several that is not NULL.
    ///
    /// @throws RivetException `CONFIG_KEY_COLUMN_UNKNOWN`, `CONFIG_CURSOR_COLUMN_CASE`,
    ///     `SOURCE_KEYSET_KEY_UNORDERED`
    public Resolved resolve(Described selection, Key key) {
        if (key.isRow()) {
            throw new IllegalArgumentException("a row has no one type: " + key.display());
        }
        List<ResultColumn> columns =
                key.columns().stream().map(each -> column(each, selection.announced())).toList();
        Map<Long, PgType> types =
                catalog.types(
                        columns.stream().map(ResultColumn::typeOid).collect(Collectors.toSet()));
        KeyType type = commonType(columns, types);
        PgType own = columns.size() == 1 ? type(columns.getFirst(), types) : ofAll(selection, key);
        return new Resolved(
                new SelectionKey(
                        key,
                        selection.from(),
                        type,
                        KeyTypes.isEnum(own) ? ofLabels(own) : comparison(own, key),
                        SelectionKey.Limits.of(type, main.majorVersion()),
                        !isFilled(selection, columns)),
                own,
                columns);
    }

    private static ResultColumn column(String name, List<ResultColumn> announced) {
        return announced.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(name, announced).toException());
    }

    private static Diagnostic unknown(String name, List<ResultColumn> announced) {
        List<String> names = announced.stream().map(ResultColumn::name).toList();
        Optional<String> otherCase = names.stream().filter(name::equalsIgnoreCase).findFirst();
        Diagnostic said =
                otherCase
                        .map(
                                right ->
                                        Diagnostic.of(
                                                Code.CONFIG_CURSOR_COLUMN_CASE,
                                                "The selection has no column \"%s\", but \"%s\"."
                                                        .formatted(name, right),
                                                "Write \"%s\".".formatted(right)))
                        .orElseGet(
                                () ->
                                        Diagnostic.of(
                                                Code.CONFIG_KEY_COLUMN_UNKNOWN,
                                                "The selection has no column \"%s\".%s"
                                                        .formatted(
                                                                name,
                                                                NearNames.question(name, names))));
        return said.at(Place.column(name));
    }

    private static PgType type(ResultColumn column, Map<Long, PgType> types) {
        PgType type = types.get(column.typeOid());
        if (type == null) {
            throw new IllegalStateException("pg_type has no type " + column.typeOid());
        }
        return type;
    }

    private static KeyType commonType(List<ResultColumn> columns, Map<Long, PgType> types) {
        Set<KeyType> kinds =
                columns.stream()
                        .map(
                                each ->
                                        KeyTypes.of(type(each, types))
                                                .orElseThrow(
                                                        () -> unordered(each, type(each, types))))
                        .collect(Collectors.toSet());
        if (kinds.size() > 1) {
            String each =
                    columns.stream()
                            .map(column -> column.name() + " is " + type(column, types).name())
                            .collect(Collectors.joining(", "));
            throw unordered("The columns of the key are of different kinds: " + each + ".");
        }
        return kinds.iterator().next();
    }

    /// The type of the first of several columns that is not NULL, as the server sees it.
    private PgType ofAll(Described selection, Key key) {
        String sql = "SELECT " + SelectionKey.expression(key) + " FROM " + selection.from();
        try {
            ResultColumn both =
                    control.await(
                                    Description.of(sql, main.wire(), control.statementTimeout()),
                                    System.nanoTime())
                            .getFirst();
            return type(both, catalog.types(Set.of(both.typeOid())));
        } catch (RivetException refused) {
            if (refused.diagnostic().message().contains(NO_COMMON_TYPE)) {
                throw unordered(
                        "The columns of %s have no type in common.".formatted(key.display()));
            }
            throw refused;
        }
    }

    /// Labels do without a type where the user may not name it, unless there is a domain over it.
    private Comparison ofLabels(PgType type) {
        return new Comparison(KeyOrder.one(control, nameable(type)), OWN_SCHEMA, true);
    }

    private static String nameable(PgType type) {
        return """
               SELECT pg_catalog.format('%%I.%%I', space.nspname, type.typname)
               FROM pg_catalog.pg_type AS type
               JOIN pg_catalog.pg_namespace AS space
                   ON space.oid OPERATOR(pg_catalog.=) type.typnamespace
               WHERE type.oid OPERATOR(pg_catalog.=) %s::pg_catalog.oid
                 AND pg_catalog.has_schema_privilege(space.oid, 'USAGE')
               """
                .formatted(type.oid());
    }

    private Comparison comparison(PgType type, Key key) {
        return KeyTypes.literalType(type)
                .map(each -> new Comparison(each, OWN_SCHEMA, false))
                .orElseGet(
                        () ->
                                control.query(orderOf(type)).stream()
                                        .findFirst()
                                        .map(
                                                row ->
                                                        new Comparison(
                                                                row.getString(0),
                                                                row.getString(1),
                                                                false))
                                        .orElseThrow(
                                                () ->
                                                        unordered(
                                                                "%s is %s, which has no order."
                                                                        .formatted(
                                                                                key.display(),
                                                                                type.name()))));
    }

    /// The comparisons by which a type's own indexes are sorted, which `ORDER BY` uses too.
    private static String orderOf(PgType type) {
        return """
               SELECT pg_catalog.format('%%I.%%I', space.nspname, type.typname),
                      pg_catalog.quote_ident(home.nspname)
               FROM pg_catalog.pg_type AS type
               JOIN pg_catalog.pg_namespace AS space
                   ON space.oid OPERATOR(pg_catalog.=) type.typnamespace
               JOIN pg_catalog.pg_opclass AS class
                   ON class.opcintype OPERATOR(pg_catalog.=) type.oid AND class.opcdefault
               JOIN pg_catalog.pg_am AS method
                   ON method.oid OPERATOR(pg_catalog.=) class.opcmethod
                   AND method.amname OPERATOR(pg_catalog.=) 'btree'
               JOIN pg_catalog.pg_amop AS entry
                   ON entry.amopfamily OPERATOR(pg_catalog.=) class.opcfamily
                   AND entry.amoplefttype OPERATOR(pg_catalog.=) type.oid
                   AND entry.amoprighttype OPERATOR(pg_catalog.=) type.oid
                   AND entry.amopstrategy OPERATOR(pg_catalog.=) 1::pg_catalog.int2
               JOIN pg_catalog.pg_operator AS less
                   ON less.oid OPERATOR(pg_catalog.=) entry.amopopr
               JOIN pg_catalog.pg_namespace AS home
                   ON home.oid OPERATOR(pg_catalog.=) less.oprnamespace
               WHERE type.oid OPERATOR(pg_catalog.=) %s::pg_catalog.oid
               """
                .formatted(type.oid());
    }

    /// Whether the catalog promises that one of the columns is never NULL.
    private boolean isFilled(Described selection, List<ResultColumn> columns) {
        if (selection.table().isEmpty()) {
            return false;
        }
        String list =
                columns.stream()
                        .map(each -> String.valueOf(each.attribute()))
                        .collect(Collectors.joining(","));
        Row row = control.query(filled(selection.table().get().oid(), list)).getFirst();
        return Boolean.parseBoolean(row.getString(0)) && !hasHeirs(selection.table().get().oid());
    }

    /// Whether other tables inherit from one that has no partitions: their columns may be NULL
    /// where its own are not.
    boolean hasHeirs(long table) {
        return Boolean.parseBoolean(
                KeyOrder.one(
                        control,
                        """
                        SELECT EXISTS (
                            SELECT FROM pg_catalog.pg_inherits AS heir
                            JOIN pg_catalog.pg_class AS class
                                ON class.oid OPERATOR(pg_catalog.=) heir.inhparent
                            WHERE class.oid OPERATOR(pg_catalog.=) %s::pg_catalog.oid
                              AND class.relkind OPERATOR(pg_catalog.<>)
                                      'p'::pg_catalog."char")::pg_catalog.text
                        """
                                .formatted(table)));
    }

    private static String filled(long table, String attributes) {
        return """
               SELECT EXISTS (
                   SELECT FROM pg_catalog.pg_attribute AS attribute
                   JOIN pg_catalog.pg_class AS class
                       ON class.oid OPERATOR(pg_catalog.=) attribute.attrelid
                   WHERE class.oid OPERATOR(pg_catalog.=) %s::pg_catalog.oid
                     AND class.relkind OPERATOR(pg_catalog.=) ANY ('{r,p}'::pg_catalog."char"[])
                     AND attribute.attnum OPERATOR(pg_catalog.=)
                             ANY ('{%s}'::pg_catalog.int2[])
                     AND attribute.attnotnull
                     AND NOT EXISTS (
                         SELECT FROM pg_catalog.pg_constraint AS promise
                         WHERE promise.conrelid OPERATOR(pg_catalog.=) class.oid
                           AND promise.contype OPERATOR(pg_catalog.=) 'n'::pg_catalog."char"
                           AND attribute.attnum OPERATOR(pg_catalog.=) ANY (promise.conkey)
                           AND NOT promise.convalidated))::pg_catalog.text
               """
                .formatted(table, attributes);
    }

    /// A refusal that tells of columns without one order becomes the refusal of the key.
    static RivetException translated(RivetException failure, OrderedKey key) {
        boolean isAboutOrder =
                NO_COLLATION.stream().anyMatch(each -> ControlChannel.hasState(failure, each));
        return isAboutOrder
                ? Diagnostic.of(
                                Code.SOURCE_KEYSET_KEY_UNORDERED,
                                "The columns of %s are sorted by different collations."
                                        .formatted(key.key().display()),
                                "Read a query that gives them one: `<column> COLLATE \"C\"`.")
                        .toException(failure)
                : failure;
    }

    private static RivetException unordered(ResultColumn column, PgType type) {
        return Diagnostic.of(
                        Code.SOURCE_KEYSET_KEY_UNORDERED,
                        "\"%s\" is %s, which is no key.".formatted(column.name(), type.name()))
                .at(Place.column(column.name()))
                .toException();
    }

    private static RivetException unordered(String message) {
        return Diagnostic.of(Code.SOURCE_KEYSET_KEY_UNORDERED, message).toException();
    }
}
