package dev.rivet.source.postgres.catalog;

import dev.rivet.config.Tuning;
import dev.rivet.diag.RivetException;
import dev.rivet.plan.Edge;
import dev.rivet.plan.HighWater;
import dev.rivet.plan.HighWater.Settled;
import dev.rivet.plan.HighWater.Stragglers;
import dev.rivet.plan.KeyValue;
import dev.rivet.plan.Settling;
import dev.rivet.plan.Slice;
import dev.rivet.source.KeyQuestion;
import dev.rivet.source.ReadRequest;
import dev.rivet.source.postgres.connect.Backend;
import dev.rivet.source.postgres.query.KeyForms;
import dev.rivet.source.postgres.query.OrderedKey;
import dev.rivet.source.postgres.query.SelectionKey;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
            Optional<Age> age = question.settling().map(each -> age(each, selection));
            Row row = measured(request.tuning(), sql(resolved, order, question));
            var moment =
                    new OpenTransactions.Moment(
                            row.getString(1),
                            Long.parseLong(row.getString(2)),
                            Boolean.parseBoolean(row.getString(3)));
            Instant now = KeyForms.instant(row.getString(0));
            Optional<String> young = age.map(each -> each.youngAt(now));
            @Nullable KeyValue top =
                    row.getString(4) == null ? null : resolved.key().value(row.getString(4));
            Stragglers stragglers =
                    new OpenTransactions(main, request.tuning(), moment).await(question.patience());
            return new HighWater(
                    resolved.key().type(),
                    top,
                    Long.parseLong(row.getString(5)),
                    order.access(),
                    stragglers,
                    top == null || young.isEmpty()
                            ? new Settled.All()
                            : settled(request.tuning(), order, question.from(), top, young.get()),
                    now);
        } finally {
            main.rollback();
        }
    }

    /// The column that tells how old rows are.
    private record Age(Settling settling, SelectionKey column) {
        /// Which rows are too young, as SQL.
        String youngAt(Instant now) {
            return column.condition(settling.young(column.type(), now));
        }
    }

    private Age age(Settling settling, Described selection) {
        return settling.found(
                () ->
                        new Age(
                                settling,
                                new KeyCatalog(main).resolve(selection, settling.column()).key()));
    }

    /// Seen in one snapshot, after the stragglers have ended: what they have added may be young.
    private Settled settled(
            Tuning tuning, KeyOrder order, @Nullable Edge from, KeyValue top, String young) {
        OrderedKey key = order.key();
        main.begin(tuning);
        try {
            var asked = new Slice.Between(key.key(), from, Edge.including(top));
            @Nullable String least = KeyOrder.one(main.control(), order.first(asked, young));
            if (least == null) {
                return new Settled.All();
            }
            var below = new Slice.Between(key.key(), from, Edge.excluding(key.value(least)));
            @Nullable String old =
                    KeyOrder.one(main.control(), order.last(below, "(" + young + ") IS NOT TRUE"));
            return old == null ? new Settled.Nothing() : new Settled.UpTo(key.value(old));
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
