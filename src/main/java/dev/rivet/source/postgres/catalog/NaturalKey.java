package dev.rivet.source.postgres.catalog;

import dev.rivet.plan.Key;
import dev.rivet.source.postgres.connect.ControlChannel;
import dev.rivet.source.postgres.query.SelectedTable;
import java.util.Optional;

/// The one column that a table is best cut by. Blocks.
public final class NaturalKey {
    private final ControlChannel control;

    public NaturalKey(ControlChannel control) {
        this.control = control;
    }

    /// The primary key's column, else one with a unique index, if it holds no NULLs; integers come
    /// first. Empty where there is none of a type with an order.
    public Optional<Key> of(SelectedTable table) {
        return control.query(keysOf(table)).stream()
                .findFirst()
                .map(row -> Key.of(row.getString(0)));
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
                 AND attribute.attnotnull
                 AND type.typname OPERATOR(pg_catalog.=) ANY (
                     '{int2,int4,int8,numeric,date,timestamp,timestamptz,uuid,text,varchar,bpchar}'
                     ::pg_catalog.name[])
               ORDER BY type.typname OPERATOR(pg_catalog.=) ANY (
                            '{int2,int4,int8}'::pg_catalog.name[]) DESC,
                        key.indisprimary DESC, attribute.attnum
               LIMIT 1
               """
                .formatted(table.oid());
    }
}
