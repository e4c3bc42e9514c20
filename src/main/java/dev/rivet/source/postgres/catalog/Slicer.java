package dev.rivet.source.postgres.catalog;

import dev.rivet.diag.RivetException;
import dev.rivet.plan.Edge;
import dev.rivet.plan.Key;
import dev.rivet.plan.KeyValue;
import dev.rivet.plan.Slice;
import dev.rivet.source.postgres.connect.Backend;
import dev.rivet.source.postgres.query.Filter;
import dev.rivet.source.postgres.query.KeyPieces;
import dev.rivet.source.postgres.query.KeyTicks;
import dev.rivet.source.postgres.query.OrderedKey;
import dev.rivet.source.postgres.query.PageRanges;
import dev.rivet.source.postgres.query.PostgresReadPlan;
import dev.rivet.source.postgres.query.ReadPath;
import dev.rivet.source.postgres.query.SlicePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Decides how slices of a described selection are read, in its transaction. The planner knows
/// best whether an index pays off: where it would use one, the slice is read through it, in
/// pieces that several connections can share; else by ranges of pages with a filter, where
/// there are pages to be shared out. Blocks.
public final class Slicer {
    /// Of a row on its page, besides its columns.
    private static final int ROW_HEADER_BYTES = 28;

    /// Small, so that the connections finish at about the same time.
    private static final long PIECE_BYTES = PageRanges.RANGE_BYTES / 2;

    private static final int MOST_PIECES = 512;

    /// For each connection, of a key of several columns: how many rows lie between two of them, the
    /// planner does not know.
    private static final int ROW_PIECES = 4;

    private final Backend main;
    private final SourceCatalog catalog;
    private final Described selection;
    private final Map<Key, ResolvedKey> keys = new HashMap<>();

    public Slicer(Backend main, Described selection) {
        this.main = main;
        this.catalog = new SourceCatalog(main.control());
        this.selection = selection;
    }

    /// How one is read.
    ///
    /// @throws RivetException where the key is not one of the selection
    public SlicePath path(PostgresReadPlan plan, Slice slice) {
        Key key =
                switch (slice) {
                    case Slice.Between between -> between.key();
                    case Slice.WithoutKey without -> without.key();
                    case Slice.Everything _ ->
                            throw new IllegalArgumentException("everything is no slice");
                };
        ResolvedKey resolved = keys.computeIfAbsent(key, this::resolved);
        return path(plan, resolved, slice);
    }

    private ResolvedKey resolved(Key key) {
        return key.isRow()
                ? ResolvedRow.of(main, selection, key)
                : new KeyCatalog(main).resolve(selection, key);
    }

    private SlicePath path(PostgresReadPlan plan, ResolvedKey resolved, Slice slice) {
        OrderedKey key = resolved.key();
        StatementPlan planned = planned(key, slice);
        String display = key.key().display();
        if (planned.looksUp(key.key().columns().getFirst())) {
            List<KeyValue> cuts = cuts(plan, resolved, slice, planned);
            return new SlicePath.Pieces(
                    KeyPieces.of(key, slice, cuts),
                    "portal over %s's index, one snapshot".formatted(display));
        }
        return switch (plan.readPath()) {
            case ReadPath.Pages pages ->
                    new SlicePath.Pages(pages.where(new Filter(key.condition(slice), display)));
            case ReadPath.Portal _ ->
                    new SlicePath.Pieces(
                            KeyPieces.of(key, slice, List.of()),
                            "portal where %s, one snapshot".formatted(display));
        };
    }

    private StatementPlan planned(OrderedKey key, Slice slice) {
        try {
            return catalog.explained(key.select("*", slice));
        } catch (RivetException refused) {
            throw KeyCatalog.translated(refused, key);
        }
    }

    /// Where a large slice is cut; nowhere when one connection reads it.
    private List<KeyValue> cuts(
            PostgresReadPlan plan, ResolvedKey resolved, Slice slice, StatementPlan planned) {
        long bytes = planned.rows().orElse(0) * (planned.width() + ROW_HEADER_BYTES);
        int pieces =
                resolved.key().key().isRow()
                        ? ROW_PIECES * plan.tuning().parallel()
                        : (int) Math.min(MOST_PIECES, bytes / PIECE_BYTES);
        boolean isShared = plan.tuning().parallel() > 1 && selection.table().isPresent();
        if (!isShared || pieces < 2 || !(slice instanceof Slice.Between between)) {
            return List.of();
        }
        KeyValue from = value(between.from());
        KeyValue to = value(between.to());
        if (from == null || to == null) {
            KeyOrder order = KeyOrder.find(resolved.key(), catalog, main.control());
            from = from == null ? end(order.first(slice), order) : from;
            to = to == null ? end(order.last(slice), order) : to;
        }
        return from == null || to == null ? List.of() : cuts(resolved, from, to, pieces);
    }

    private static @Nullable KeyValue value(@Nullable Edge edge) {
        return edge == null ? null : edge.value();
    }

    private @Nullable KeyValue end(String sql, KeyOrder order) {
        String found = order.isIndexed() ? KeyOrder.one(main.control(), sql) : null;
        return found == null ? null : order.key().value(found);
    }

    /// Noted keys cut it into shares of one size; where they are too few, these are cut into
    /// stretches of the same width.
    private List<KeyValue> cuts(ResolvedKey resolved, KeyValue from, KeyValue to, int pieces) {
        List<KeyValue> noted =
                resolved.noted(main.control(), from, to).stream()
                        .filter(each -> !each.equals(from) && !each.equals(to))
                        .toList();
        List<KeyValue> marks = new ArrayList<>();
        marks.add(from);
        marks.addAll(thinned(noted, pieces - 1));
        marks.add(to);
        int parts = Math.ceilDiv(pieces, marks.size() - 1);
        List<KeyValue> cuts = new ArrayList<>();
        for (int i = 1; i < marks.size(); i++) {
            if (i > 1) {
                cuts.add(marks.get(i - 1));
            }
            if (KeyTicks.has(marks.get(i - 1)) && KeyTicks.has(marks.get(i))) {
                cuts.addAll(KeyTicks.between(marks.get(i - 1), marks.get(i), parts));
            }
        }
        return cuts;
    }

    private static List<KeyValue> thinned(List<KeyValue> keys, int most) {
        if (keys.size() <= most) {
            return keys;
        }
        List<KeyValue> some = new ArrayList<>();
        for (int i = 1; i <= most; i++) {
            some.add(keys.get((int) ((long) i * keys.size() / (most + 1))));
        }
        return some;
    }
}
