package dev.rivet.source.mysql.catalog;

import dev.rivet.config.Selection;
import dev.rivet.plan.Edge;
import dev.rivet.plan.Key;
import dev.rivet.plan.KeySurvey;
import dev.rivet.plan.KeyValue;
import dev.rivet.plan.Slice;
import dev.rivet.source.ReadRequest;
import dev.rivet.source.mysql.connect.Link;
import dev.rivet.source.mysql.connect.ReadViews;
import dev.rivet.source.mysql.query.KeyAccess;
import dev.rivet.source.mysql.query.KeyCuts;
import dev.rivet.source.mysql.query.KeySql;
import dev.rivet.source.mysql.query.KeyTexts;
import dev.rivet.source.mysql.query.SliceKey;
import dev.rivet.source.mysql.query.TableStats;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Finds out what a server knows of a key's values. Blocks.
public final class KeySurveyor {
    private static final int MOST_SHARES = 256;
    private static final long ROWS_OF_A_SHARE = 100_000;

    private final Link link;
    private final Keys keys;

    public KeySurveyor(Link link, String database) {
        this.link = link;
        this.keys = new Keys(link, database);
    }

    /// Leaves no transaction open.
    public KeySurvey survey(ReadRequest request, Key key) {
        ReadViews.end(link);
        link.prepareFor(request.tuning(), request.selection());
        KeyAccess access = keys.of(request.selection(), key);
        KeySql sql = KeySql.of(request.selection(), access);
        Row ends = link.ask(sql.ends()).iterator().next();
        @Nullable KeyValue lowest = value(sql, ends.getString(0));
        @Nullable KeyValue highest = value(sql, ends.getString(1));
        TableStats stats = stats(request.selection());
        boolean nulls = access.key().isNullable() && hasNulls(sql);
        return new KeySurvey(
                access.key().type(),
                lowest,
                highest,
                new KeySurvey.Traits(access.access(), access.unique(), nulls),
                known(stats.rows()),
                known(stats.averageRowBytes()),
                lowest == null || highest == null
                        ? List.of()
                        : samples(request.selection(), sql, lowest, highest));
    }

    private static @Nullable KeyValue value(KeySql sql, @Nullable String text) {
        return text == null ? null : KeyTexts.value(sql.key(), text);
    }

    private boolean hasNulls(KeySql sql) {
        return link.ask(sql.hasNulls()).iterator().next().getLong(0) != 0;
    }

    private TableStats stats(Selection selection) {
        return selection instanceof Selection.Table table ? keys.stats(table) : TableStats.UNKNOWN;
    }

    private static @Nullable Long known(OptionalLong number) {
        return number.isPresent() ? number.getAsLong() : null;
    }

    /// An index tells how its keys are spread now; a histogram, how they were.
    private List<KeyValue> samples(
            Selection selection, KeySql sql, KeyValue lowest, KeyValue highest) {
        if (sql.indexed()) {
            return KeyCuts.between(lowest, highest, new Dives(link, sql), shares(selection, sql));
        }
        return selection instanceof Selection.Table table
                ? noted(
                        new Histograms(link, keys.schemaOf(table), table.name()),
                        sql.key(),
                        lowest,
                        highest)
                : List.of();
    }

    /// Of a key of several columns, nothing is ever found between two samples: a large table wants
    /// more of them.
    private int shares(Selection selection, KeySql sql) {
        long rows = sql.key().isRow() ? stats(selection).rows().orElse(0) : 0;
        return Math.clamp(rows / ROWS_OF_A_SHARE, KeyCuts.SHARES, MOST_SHARES);
    }

    private static List<KeyValue> noted(
            Histograms histograms, SliceKey key, KeyValue lowest, KeyValue highest) {
        if (!key.isRow()) {
            return histograms.samples(key, lowest, highest);
        }
        KeyValue low = lowest.parts().getFirst();
        KeyValue high = highest.parts().getFirst();
        return histograms.samples(key.first(), low, high).stream()
                .map(each -> KeyValue.row(List.of(each)))
                .toList();
    }

    /// Looks into an index.
    private record Dives(Link link, KeySql sql) implements KeyCuts.Probe {
        @Override
        public long guess(KeyValue low, KeyValue high) {
            String question = sql.guess(between(Edge.including(low), Edge.including(high)));
            for (Row each : link.ask(question)) {
                // A text to MariaDB, and nothing where it knows that there is no row.
                String rows = Catalog.text(each.getValue(each.getColumnIndex("rows")));
                return rows.isEmpty() ? 0 : Long.parseLong(rows);
            }
            return 0;
        }

        @Override
        public Optional<KeyCuts.Gap> around(KeyValue low, KeyValue middle, KeyValue high) {
            String question =
                    sql.gap(
                            between(Edge.including(low), Edge.excluding(middle)),
                            between(Edge.including(middle), Edge.including(high)));
            Row found = link.ask(question).iterator().next();
            @Nullable KeyValue below = value(sql, found.getString(0));
            @Nullable KeyValue above = value(sql, found.getString(1));
            return below == null || above == null
                    ? Optional.empty()
                    : Optional.of(new KeyCuts.Gap(below, above));
        }

        private Slice.Between between(Edge from, Edge to) {
            return new Slice.Between(sql.key().key(), from, to);
        }
    }
}
