package dev.rivet.source.mysql.catalog;

import dev.rivet.config.Selection;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.RivetException;
import dev.rivet.plan.Edge;
import dev.rivet.plan.HighWater;
import dev.rivet.plan.HighWater.Settled;
import dev.rivet.plan.HighWater.Stragglers;
import dev.rivet.plan.Key;
import dev.rivet.plan.KeyValue;
import dev.rivet.plan.Settling;
import dev.rivet.plan.Slice;
import dev.rivet.source.KeyQuestion;
import dev.rivet.source.ReadRequest;
import dev.rivet.source.mysql.connect.Link;
import dev.rivet.source.mysql.connect.ReadViews;
import dev.rivet.source.mysql.query.KeyAccess;
import dev.rivet.source.mysql.query.KeySql;
import dev.rivet.source.mysql.query.KeyTexts;
import dev.rivet.source.mysql.query.SliceFilter;
import dev.rivet.source.mysql.query.SliceKey;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Measures how far rows reach by a key. Blocks.
public final class KeyMeasure {
    private final Link link;
    private final Keys keys;

    public KeyMeasure(Link link, String database) {
        this.link = link;
        this.keys = new Keys(link, database);
    }

    /// Measures, then waits for the writers that were at work. Leaves no transaction open.
    public HighWater measure(ReadRequest request, KeyQuestion question) {
        ReadViews.end(link);
        link.prepareFor(request.tuning(), request.selection());
        KeyAccess access = keys.of(request.selection(), question.key());
        KeySql sql = KeySql.of(request.selection(), access);
        Optional<Age> age = question.settling().map(each -> age(each, request.selection()));
        Instant measuredAt = now();
        age.ifPresent(each -> each.youngAt(measuredAt));
        @Nullable KeyValue top = top(sql, question);
        long nulls = access.key().isNullable() ? nulls(sql) : 0;
        Stragglers stragglers = new Writers(link).waitFor(question.patience());
        Settled settled =
                top == null || age.isEmpty()
                        ? new Settled.All()
                        : settled(sql, question, top, age.get().youngAt(measuredAt));
        return new HighWater(
                access.key().type(), top, nulls, access.access(), stragglers, settled, measuredAt);
    }

    private Instant now() {
        Row row = link.ask("SELECT CAST(UTC_TIMESTAMP(6) AS CHAR)").iterator().next();
        return Instant.parse(row.getString(0).replace(' ', 'T') + "Z");
    }

    private @Nullable KeyValue top(KeySql sql, KeyQuestion question) {
        return one(
                sql, question, sql.top(new Slice.Between(question.key(), question.from(), null)));
    }

    /// The column that tells how old rows are.
    private record Age(Settling settling, SliceKey column) {
        /// Which rows are too young, as SQL.
        String youngAt(Instant now) {
            return SliceFilter.of(column, settling.young(column.type(), now)).orElse("TRUE");
        }
    }

    private Age age(Settling settling, Selection selection) {
        return settling.found(() -> new Age(settling, keys.of(selection, settling.column()).key()));
    }

    /// Seen in one view, after the writers have ended: what they have added may be young.
    private Settled settled(KeySql sql, KeyQuestion question, KeyValue top, String young) {
        ReadViews.begin(link);
        try {
            var asked = new Slice.Between(question.key(), question.from(), Edge.including(top));
            @Nullable KeyValue least = one(sql, question, sql.lowestOf(asked, young));
            if (least == null) {
                return new Settled.All();
            }
            var below = new Slice.Between(question.key(), question.from(), Edge.excluding(least));
            @Nullable KeyValue old =
                    one(sql, question, sql.highestOf(below, "(" + young + ") IS NOT TRUE"));
            return old == null ? new Settled.Nothing() : new Settled.UpTo(old);
        } finally {
            ReadViews.end(link);
        }
    }

    private @Nullable KeyValue one(KeySql sql, KeyQuestion question, String statement) {
        for (Row each : link.ask(statement)) {
            String text = each.getString(0);
            if (text == null) {
                return null;
            }
            KeyValue top = KeyTexts.value(sql.key(), text);
            if (each.getLong(1) == 0) {
                throw changed(question.key(), top);
            }
            return top;
        }
        return null;
    }

    /// The rows of such a key would be left out, and asked for again each time.
    private static RivetException changed(Key key, KeyValue top) {
        String message =
                "the key '%s' of %s is another one after its way through utf8mb4"
                        .formatted(top.text(), key.display());
        return Diagnostic.of(Code.SOURCE_KEYSET_KEY_UNORDERED, message).toException();
    }

    private long nulls(KeySql sql) {
        return link.ask(sql.countNulls(HighWater.MOST_NULLS)).iterator().next().getLong(0);
    }
}
