package dev.rivet.source.postgres.catalog;

import dev.rivet.source.postgres.connect.ControlChannel;
import dev.rivet.source.postgres.query.SelectedTable;
import dev.rivet.source.postgres.type.TableChange;
import io.vertx.sqlclient.Row;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The tables, views and partitions that a transaction has locked so far, and whether they are
/// what its snapshot shows.
///
/// The server finds names, columns, views and partitions as they are now, and waits for whoever
/// changes them; the rows it shows are those of the snapshot. Where the change came after the
/// snapshot and before the lock, these do not belong together: a table that was emptied and
/// filled again in one transaction has neither its old rows, which are gone with its old file,
/// nor its new ones. So whatever the snapshot's catalog says of a relation must still be so
/// once that is locked; from then on the lock sees to it.
public final class LockedRelations {
    /// Objects below are the server's own; they change with its version only.
    private static final long FIRST_USER_OBJECT = 16384;

    /// Of each relation: whether its schema has another name by now; whether it did not exist,
    /// has another file or has become a partition; and whether any row about it in the catalog
    /// has been replaced since.
    ///
    /// A row that the snapshot sees bears in `xmax` who has replaced or removed it since; there
    /// is none, or a transaction that may have failed. Only those matter that were not over
    /// when the snapshot was taken: `ahead` counts from the oldest of them. Indexes do not
    /// matter: what they lead to is checked against the snapshot.
    private static final String HELD =
            """
            WITH held AS (
                SELECT DISTINCT lock.relation AS oid
                FROM pg_catalog.pg_locks AS lock
                JOIN pg_catalog.pg_database AS own
                    ON own.oid OPERATOR(pg_catalog.=) lock.database
                WHERE lock.pid OPERATOR(pg_catalog.=) pg_catalog.pg_backend_pid()
                  AND lock.locktype OPERATOR(pg_catalog.=) 'relation'
                  AND own.datname OPERATOR(pg_catalog.=) pg_catalog.current_database()
                  AND lock.relation OPERATOR(pg_catalog.>=) %s::pg_catalog.oid
            ), entry(oid, ended) AS (
                SELECT held.oid, class.xmax
                FROM held
                JOIN pg_catalog.pg_class AS class ON class.oid OPERATOR(pg_catalog.=) held.oid
                UNION ALL
                SELECT held.oid, attribute.xmax
                FROM held
                JOIN pg_catalog.pg_attribute AS attribute
                    ON attribute.attrelid OPERATOR(pg_catalog.=) held.oid
                UNION ALL
                SELECT held.oid, heir.xmax
                FROM held
                JOIN pg_catalog.pg_inherits AS heir
                    ON heir.inhparent OPERATOR(pg_catalog.=) held.oid
                UNION ALL
                SELECT held.oid, rule.xmax
                FROM held
                JOIN pg_catalog.pg_rewrite AS rule
                    ON rule.ev_class OPERATOR(pg_catalog.=) held.oid
                UNION ALL
                SELECT held.oid, policy.xmax
                FROM held
                JOIN pg_catalog.pg_policy AS policy
                    ON policy.polrelid OPERATOR(pg_catalog.=) held.oid
            ), oldest(xid) AS (
                SELECT pg_catalog.txid_snapshot_xmin(pg_catalog.txid_current_snapshot())
            ), replaced AS (
                SELECT later.oid
                FROM (
                    SELECT entry.oid, oldest.xid,
                           (entry.ended::pg_catalog.text::pg_catalog.int8
                               OPERATOR(pg_catalog.-) oldest.xid)
                               OPERATOR(pg_catalog.&) 4294967295 AS ahead
                    FROM entry CROSS JOIN oldest
                    WHERE entry.ended OPERATOR(pg_catalog.<>) '0'::pg_catalog.xid
                ) AS later
                WHERE CASE WHEN later.ahead OPERATOR(pg_catalog.<) 2147483648
                           THEN pg_catalog.txid_status(
                                    later.xid OPERATOR(pg_catalog.+) later.ahead)
                                    OPERATOR(pg_catalog.=) 'committed' END
            )
            SELECT held.oid::pg_catalog.text,
                   CASE WHEN class.oid IS NULL
                        THEN 'A table that was not there before'
                        ELSE pg_catalog.format('%%I.%%I', space.nspname, class.relname) END,
                   (class.oid IS NOT NULL
                       AND (pg_catalog.to_regnamespace(pg_catalog.quote_ident(space.nspname))
                               ::pg_catalog.oid OPERATOR(pg_catalog.=) space.oid)
                           IS NOT TRUE)::pg_catalog.text,
                   (CASE WHEN class.oid IS NULL
                         THEN pg_catalog.pg_get_indexdef(held.oid) IS NULL
                         ELSE (class.relfilenode OPERATOR(pg_catalog.<>) 0::pg_catalog.oid
                                 AND (class.relfilenode OPERATOR(pg_catalog.=)
                                         pg_catalog.pg_relation_filenode(held.oid)
                                     ) IS NOT TRUE)
                             OR (NOT class.relispartition
                                 AND (pg_catalog.pg_partition_root(held.oid)
                                         ::pg_catalog.oid OPERATOR(pg_catalog.<>) held.oid
                                     ) IS TRUE)
                         END)::pg_catalog.text,
                   EXISTS (
                       SELECT FROM replaced
                       WHERE replaced.oid OPERATOR(pg_catalog.=) held.oid)::pg_catalog.text
            FROM held
            LEFT JOIN pg_catalog.pg_class AS class
                ON class.oid OPERATOR(pg_catalog.=) held.oid
            LEFT JOIN pg_catalog.pg_namespace AS space
                ON space.oid OPERATOR(pg_catalog.=) class.relnamespace
            WHERE (class.relkind OPERATOR(pg_catalog.=)
                      ANY ('{i,I}'::pg_catalog."char"[])) IS NOT TRUE
            """
                    .formatted(FIRST_USER_OBJECT);

    private final ControlChannel control;
    private final Set<Long> proven = new HashSet<>();

    /// @param control of the connection whose transaction it is; one for each transaction
    public LockedRelations(ControlChannel control) {
        this.control = control;
    }

    /// Checks what a statement has locked that was parsed, planned or bound just now, and that all
    /// its names still lead to the same relations.
    ///
    /// @throws dev.rivet.diag.RivetException `SOURCE_COLUMNS_CHANGED_UNDER_READ`
    public void check() {
        List<Relation> held = held();
        for (Relation each : held) {
            if (each.moved || (isNew(each) && (each.otherRows || each.altered))) {
                throw TableChange.found(
                        "%s was replaced or altered while rivet began to read it."
                                .formatted(each.name));
            }
        }
        held.forEach(each -> proven.add(each.oid));
    }

    /// Checks what was locked only while rows were read: functions lock what they need when they
    /// run. Lenient towards changes that keep a table's rows.
    ///
    /// @throws dev.rivet.diag.RivetException `SOURCE_COLUMNS_CHANGED_UNDER_READ`
    public void confirm() {
        for (Relation each : held()) {
            if (isNew(each) && (each.moved || each.otherRows)) {
                throw TableChange.found("%s was replaced while it was read.".formatted(each.name));
            }
        }
    }

    /// Takes the lock on a table that reading it takes, until the transaction ends, reads nothing,
    /// and makes sure that it is this table's.
    ///
    /// @throws dev.rivet.diag.RivetException `SOURCE_COLUMNS_CHANGED_UNDER_READ`, or why there is
    ///     no lock
    public void lock(SelectedTable table) {
        String lock = "SELECT 1 FROM ONLY " + table.name() + " LIMIT 0";
        String answer = control.query(lock + "; " + isLocked(table)).getLast().getString(0);
        if (!Boolean.parseBoolean(answer)) {
            throw TableChange.found("%s is another table by now.".formatted(table.name()));
        }
    }

    private static String isLocked(SelectedTable table) {
        return """
               SELECT EXISTS (
                   SELECT FROM pg_catalog.pg_locks AS lock
                   WHERE lock.pid OPERATOR(pg_catalog.=) pg_catalog.pg_backend_pid()
                     AND lock.locktype OPERATOR(pg_catalog.=) 'relation'
                     AND lock.relation OPERATOR(pg_catalog.=) %s::pg_catalog.oid)::pg_catalog.text
               """
                .formatted(table.oid());
    }

    private boolean isNew(Relation relation) {
        return !proven.contains(relation.oid);
    }

    private List<Relation> held() {
        return control.query(HELD).stream().map(Relation::of).toList();
    }

    /// @param name qualified and quoted
    /// @param moved whether its schema has another name
    /// @param otherRows whether its rows are not those that the snapshot could show
    /// @param altered whether anything else about it has changed
    private record Relation(
            long oid, String name, boolean moved, boolean otherRows, boolean altered) {
        static Relation of(Row row) {
            return new Relation(
                    Long.parseLong(row.getString(0)),
                    row.getString(1),
                    Boolean.parseBoolean(row.getString(2)),
                    Boolean.parseBoolean(row.getString(3)),
                    Boolean.parseBoolean(row.getString(4)));
        }
    }
}
