package dev.rivet.source.postgres.catalog;

import dev.rivet.plan.KeyValue;
import dev.rivet.source.postgres.connect.ControlChannel;
import dev.rivet.source.postgres.query.KeyTicks;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Beginnings of rows' keys that cut a table into shares of about one size, by what the last
/// `ANALYZE` has noted of each column for itself. A value of the first column that many rows have
/// is cut by the second one, and so on, as if the columns had nothing to do with each other.
/// Blocks.
final class RowSamples {
    /// So many shares at most.
    private static final int SHARES = 1_000;

    private static final double SMALL = 1.0 / SHARES;

    /// Between two bounds of a histogram.
    private static final int MOST_STEPS = 16;

    private final ControlChannel control;
    private final ResolvedRow row;
    private final Map<Integer, List<Mark>> known = new HashMap<>();
    private final List<Piece> pieces = new ArrayList<>();

    RowSamples(ControlChannel control, ResolvedRow row) {
        this.control = control;
        this.row = row;
    }

    /// A value of a column, and which share of the rows begins with it.
    ///
    /// @param single whether all of them have that value
    private record Mark(KeyValue value, double share, boolean single) {}

    /// The rows from a key on to the next piece.
    private record Piece(List<KeyValue> begin, double share) {}

    /// Ascending, all different, none of them the beginning of all; none when nothing is noted.
    List<KeyValue> even() {
        pieces.clear();
        cut(List.of(), 1, 0);
        double all = pieces.stream().mapToDouble(Piece::share).sum();
        List<KeyValue> cuts = new ArrayList<>();
        double before = 0;
        long next = 1;
        for (Piece each : pieces) {
            long share = all == 0 ? 0 : Math.round(before / all * SHARES);
            if (share >= next) {
                cuts.add(KeyValue.row(each.begin));
                next = share + 1;
            }
            before += each.share;
        }
        return cuts;
    }

    /// Cuts the rows that begin so by the next column.
    private void cut(List<KeyValue> begin, double share, int column) {
        List<Mark> marks = marks(column);
        if (marks.isEmpty()) {
            pieces.add(new Piece(begin, share));
            return;
        }
        if (!begin.isEmpty()) {
            pieces.add(new Piece(begin, 0));
        }
        for (Mark each : marks) {
            List<KeyValue> longer = new ArrayList<>(begin);
            longer.add(each.value);
            double part = share * each.share;
            if (each.single && part > SMALL && column + 1 < row.parts().size()) {
                cut(longer, part, column + 1);
            } else {
                pieces.add(new Piece(longer, part));
            }
        }
    }

    private List<Mark> marks(int column) {
        return known.computeIfAbsent(column, each -> stepped(noted(row.parts().get(each))));
    }

    /// As the server sorts them.
    private List<Mark> noted(KeyCatalog.Resolved part) {
        List<Row> found = new KeySamples(control).weighted(part);
        double common = found.stream().mapToDouble(RowSamples::share).sum();
        long bounds = found.stream().filter(each -> !isCommon(each)).count();
        double each = bounds > 1 ? Math.max(0, 1 - common) / (bounds - 1) : 0;
        List<Mark> marks = new ArrayList<>();
        long passed = 0;
        for (Row one : found) {
            KeyValue value = part.key().value(one.getString(0));
            if (isCommon(one)) {
                marks.add(new Mark(value, share(one), true));
            } else {
                passed++;
                marks.add(new Mark(value, passed < bounds ? each : 0, false));
            }
        }
        return marks;
    }

    private static boolean isCommon(Row noted) {
        return noted.getString(1) != null;
    }

    private static double share(Row noted) {
        return isCommon(noted) ? Double.parseDouble(noted.getString(1)) : 0;
    }

    /// With steps of the same width in large shares, where there are any between two values.
    private static List<Mark> stepped(List<Mark> marks) {
        List<Mark> all = new ArrayList<>();
        for (int i = 0; i < marks.size(); i++) {
            Mark mark = marks.get(i);
            int steps = (int) Math.min(MOST_STEPS, Math.ceil(mark.share / SMALL));
            boolean hasSteps =
                    !mark.single
                            && steps > 1
                            && i + 1 < marks.size()
                            && KeyTicks.has(mark.value)
                            && KeyTicks.has(marks.get(i + 1).value);
            List<KeyValue> between =
                    hasSteps
                            ? KeyTicks.between(mark.value, marks.get(i + 1).value, steps)
                            : List.of();
            double share = mark.share / (between.size() + 1);
            all.add(new Mark(mark.value, share, mark.single));
            between.forEach(each -> all.add(new Mark(each, share, false)));
        }
        return all;
    }
}
