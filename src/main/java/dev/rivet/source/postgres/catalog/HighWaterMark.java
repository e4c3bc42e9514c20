package dev.rivet.source.postgres.catalog;

import dev.rivet.config.Tuning;
import dev.rivet.diag.RivetException;
import dev.rivet.plan.HighWater;
import dev.rivet.plan.Slice;
import dev.rivet.source.KeyQuestion;
import dev.rivet.source.ReadRequest;
import dev.rivet.source.postgres.connect.Backend;
import dev.rivet.source.postgres.query.KeyForms;
import dev.rivet.source.postgres.query.SelectionKey;
import io.vertx.sqlclient.Row;

/// Measures how far a selection's rows reach by a key, in one statement and so in one snapshot,
/// and then waits for those who were at work. Blocks; leaves no transaction open.
public final class HighWaterMark {
    /// The server's clock before the snapshot was taken and after it, the first transaction number
    /// that was free, whether this is a standby.
    private static final String MOMENT =
            """
            SELECT pg_catalog.now()::pg_catalog.text,
                   pg_catalog.clock_timestamp()::pg_catalog.text,
                   pg_catalog.txid_snapshot_xmax(pg_catalog.txid_current_snapshot()
                       )::pg_catalog.text,
                   pg_catalog.pg_is_in_recovery()::pg_catalog.text,
            """;

    private final Backend main;
    private final Describer describer;

    public HighWaterMark(Backend main, Describer describer) {
        this.main = main;
        this.describer = describer;
    }

    /// Measures and waits.
    ///
    /// @throws RivetException what [KeyCatalog#resolve] and describing fail with
    public HighWater measure(ReadRequest request, KeyQuestion question) {
        try {
            Described selection = describer.describe(request);
            KeyCatalog.Resolved resolved = new KeyCatalog(main).resolve(selection, question.key());
            KeyOrder order =
                    KeyOrder.find(
                            resolved.key(), new SourceCatalog(main.control()), main.control());
            Row row = measured(request.tuning(), sql(resolved, order, question));
            var moment =
                    new OpenTransactions.Moment(
                            row.getString(1),
                            Long.parseLong(row.getString(2)),
                            Boolean.parseBoolean(row.getString(3)));
            return new HighWater(
                    resolved.key().type(),
                    row.getString(4) == null ? null : resolved.key().value(row.getString(4)),
                    Long.parseLong(row.getString(5)),
                    order.access(),
                    new OpenTransactions(main, request.tuning(), moment).await(question.patience()),
                    KeyForms.instant(row.getString(0)));
        } finally {
            main.rollback();
        }
    }

    /// In a transaction that begins now: its start comes before its snapshot.
    private Row measured(Tuning tuning, String sql) {
        main.begin(tuning);
        try {
            return main.control().query(sql).getFirst();
        } finally {
            main.rollback();
        }
    }

    private static String sql(KeyCatalog.Resolved resolved, KeyOrder order, KeyQuestion question) {
        SelectionKey key = resolved.key();
        Slice asked = new Slice.Between(key.key(), question.from(), null);
        return order.isIndexed() || !resolved.hasMaximum()
                ? MOMENT + "(" + order.last(asked) + "), " + without(order)
                : MOMENT + byScan(key, asked);
    }

    private static String without(KeyOrder order) {
        return order.key().mayBeWithout()
                ? "(" + order.countWithout(HighWater.MOST_NULLS) + ")"
                : "'0'";
    }

    /// Both by reading everything once.
    private static String byScan(SelectionKey key, Slice asked) {
        String top =
                "pg_catalog.max(%s) FILTER (WHERE %s)"
                        .formatted(key.expression(), key.condition(asked));
        return """
               %s,
                   LEAST(pg_catalog.count(*) FILTER (WHERE %s), %s)::pg_catalog.text
               FROM %s
               """
                .formatted(key.text(top), key.without(), HighWater.MOST_NULLS, key.from());
    }
}
