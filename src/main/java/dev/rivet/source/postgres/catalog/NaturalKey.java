package dev.rivet.source.postgres.catalog;

import dev.rivet.plan.Key;
import dev.rivet.source.postgres.connect.ControlChannel;
import dev.rivet.source.postgres.query.SelectedTable;
import java.util.List;
import java.util.Optional;

/// The key that a table is best cut by. Blocks.
public final class NaturalKey {
    /// A column of a key that holds no NULLs and has a type with an order.
    private static final String USABLE =
            """
            attribute.attnotnull
                 AND type.typname OPERATOR(pg_catalog.=) ANY (
                     '{int2,int4,int8,numeric,date,timestamp,timestamptz,uuid,text,varchar,bpchar}'
                     ::pg_catalog.name[])
            """;

    private final ControlChannel control;

    public NaturalKey(ControlChannel control) {
        this.control = control;
    }

    /// The primary key's column, else one with a unique index, if it holds no NULLs; integers come
    /// first. Else the columns of the primary key, or of another unique index. Empty where there is
    /// none of types with an order.
    public Optional<Key> of(SelectedTable table) {
        return control.query(keysOf(table)).stream()
                .findFirst()
                .map(row -> Key.of(row.getString(0)))
                .or(() -> row(table));
    }

    private Optional<Key> row(SelectedTable table) {
        List<String> columns =
                control.query(rowOf(table)).stream().map(row -> row.getString(0)).toList();
        return columns.isEmpty() ? Optional.empty() : Optional.of(Key.row(columns));
    }

    private static String keysOf(SelectedTable table) {
        return """
               SELECT attribute.attname::pg_catalog.text
               FROM pg_catalog.pg_index AS key
               JOIN pg_catalog.pg_attribute AS attribute
                   ON attribute.attrelid OPERATOR(pg_catalog.=) key.indrelid
                   AND attribute.attnum OPERATOR(pg_catalog.=) key.indkey[0]
               JOIN pg_catalog.pg_type AS type
                   ON type.oid OPERATOR(pg_catalog.=) attribute.atttypid
               WHERE key.indrelid OPERATOR(pg_catalog.=) %s::pg_catalog.oid
                 AND key.indisunique AND key.indisvalid AND key.indpred IS NULL
                 AND key.indnkeyatts OPERATOR(pg_catalog.=) 1
                 AND %s
               ORDER BY type.typname OPERATOR(pg_catalog.=) ANY (
                            '{int2,int4,int8}'::pg_catalog.name[]) DESC,
                        key.indisprimary DESC, attribute.attnum
               LIMIT 1
               """
                .formatted(table.oid(), USABLE);
    }

    /// The columns of an index that has all of them in one direction; none where other tables
    /// inherit from this one, in which they may be NULL.
    private static String rowOf(SelectedTable table) {
        return """
               SELECT attribute.attname::pg_catalog.text
               FROM (
                   SELECT key.indrelid, key.indkey, key.indnkeyatts
                   FROM pg_catalog.pg_index AS key
                   WHERE key.indrelid OPERATOR(pg_catalog.=) %s::pg_catalog.oid
                     AND key.indisunique AND key.indisvalid AND key.indpred IS NULL
                     AND key.indnkeyatts OPERATOR(pg_catalog.>) 1
                     AND NOT EXISTS (
                         SELECT FROM pg_catalog.pg_inherits AS heir
                         JOIN pg_catalog.pg_class AS parent
                             ON parent.oid OPERATOR(pg_catalog.=) heir.inhparent
                         WHERE heir.inhparent OPERATOR(pg_catalog.=) key.indrelid
                           AND parent.relkind OPERATOR(pg_catalog.<>) 'p'::pg_catalog."char")
                     AND (
                         SELECT pg_catalog.count(*)
                         FROM pg_catalog.generate_series(
                             0, key.indnkeyatts OPERATOR(pg_catalog.-) 1) AS place(n)
                         JOIN pg_catalog.pg_attribute AS attribute
                             ON attribute.attrelid OPERATOR(pg_catalog.=) key.indrelid
                             AND attribute.attnum OPERATOR(pg_catalog.=) key.indkey[place.n]
                         JOIN pg_catalog.pg_type AS type
                             ON type.oid OPERATOR(pg_catalog.=) attribute.atttypid
                         WHERE key.indoption[place.n] OPERATOR(pg_catalog.=) key.indoption[0]
                           AND %s) OPERATOR(pg_catalog.=) key.indnkeyatts
                   ORDER BY key.indisprimary DESC, key.indnkeyatts, key.indexrelid
                   LIMIT 1
               ) AS best
               CROSS JOIN pg_catalog.generate_series(
                   0, best.indnkeyatts OPERATOR(pg_catalog.-) 1) AS place(n)
               JOIN pg_catalog.pg_attribute AS attribute
                   ON attribute.attrelid OPERATOR(pg_catalog.=) best.indrelid
                   AND attribute.attnum OPERATOR(pg_catalog.=) best.indkey[place.n]
               ORDER BY place.n
               """
                .formatted(table.oid(), USABLE);
    }
}
