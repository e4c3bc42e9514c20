package dev.rivet.plan;

import dev.rivet.config.Mode;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.plan.ExportPlan.Checkpoints;
import dev.rivet.plan.HighWater.Settled;
import dev.rivet.plan.HighWater.Stragglers;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Plans what is new since the last run: rows behind the watermark, up to a bound that no row
/// can appear below any more. Pure.
///
/// The bound is the highest key there was when it was measured, once all transactions that were
/// open at that moment have ended. Where some have not, it moves back: a key that tells time to
/// the oldest of their starts, since what they add is younger; any other key to a top that an
/// earlier run saw before the oldest began, since what they add they took a key for later. What
/// lies above is the next run's.
public final class Increments {
    /// Rows of a first run's chunk: some seconds of work to lose, beside which a commit is short.
    static final long CHUNK_ROWS = 4_000_000;

    private final Mode.Incremental mode;
    private final Key key;
    private final @Nullable Watermark delivered;
    private final @Nullable Edge remembered;
    private final List<Sighting> sightings;
    private final HighWater found;
    private final List<String> remarks = new ArrayList<>();

    private Increments(Mode.Incremental mode, Earlier earlier, HighWater found) {
        this.mode = mode;
        this.key = new Key(mode.cursor());
        this.delivered = earlier.delivered();
        this.remembered = isOfKey(earlier, key) ? earlier.remembered() : null;
        this.sightings = earlier.sightings();
        this.found = found;
    }

    private static boolean isOfKey(Earlier earlier, Key key) {
        return earlier.delivered() != null && earlier.delivered().key().equals(key);
    }

    /// What is known of earlier runs.
    ///
    /// @param delivered how far they have delivered; null when none has
    /// @param remembered from where on, up to there, each row that was delivered is known; null
    ///     when none is
    /// @param sightings what they saw, in any order
    public record Earlier(
            @Nullable Watermark delivered, @Nullable Edge remembered, List<Sighting> sightings) {
        public Earlier {
            sightings = List.copyOf(sightings);
        }
    }

    /// Plans one run.
    ///
    /// @param survey of the key, for a first run that may be long; null when it is not known
    /// @throws dev.rivet.diag.RivetException `CONFIG_SETTLE_COLUMN_NOT_TEMPORAL`,
    ///     `CONFIG_MODE_SETTING_INVALID` for an overlap of another kind than the key,
    ///     `STATE_CURSOR_INCOMPARABLE` when the key's type has changed
    public static ExportPlan plan(
            Mode.Incremental mode, Earlier earlier, HighWater found, @Nullable KeySurvey survey) {
        return new Increments(mode, earlier, found).plan(survey);
    }

    private ExportPlan plan(@Nullable KeySurvey survey) {
        refuseOtherType();
        remarkOnKey();
        remarkOnOverlap();
        Optional<Edge> bound = bound().filter(this::isNew).or(this::again);
        List<Slice> slices = bound.map(to -> slices(to, survey)).orElse(List.of());
        List<Chunk> chunks = new ArrayList<>();
        slices.forEach(slice -> chunks.add(new Chunk(chunks.size() + 1, slice)));
        return new ExportPlan(
                "incremental(" + key.display() + ")",
                reason(),
                chunks,
                chunks.size() > 1 ? Checkpoints.EACH_CHUNK : Checkpoints.NONE,
                chunks.size() > 1 ? ExportPlan.Moments.EACH_CHUNK : ExportPlan.Moments.ONE,
                bound.map(this::progress).orElse(null),
                remarks,
                "no new rows since cursor '" + key.display() + "'");
    }

    private ExportPlan.Progress progress(Edge to) {
        return new ExportPlan.Progress(delivered, new Watermark(key, to), margin(to));
    }

    /// Where a margin is read again though nothing is new: where the last run ended.
    private Optional<Edge> again() {
        return overlaps() && delivered != null ? Optional.of(delivered.edge()) : Optional.empty();
    }

    /// Whether rows are read again: only those of which it is known which were delivered.
    private boolean overlaps() {
        return mode.overlap() != null && remembered != null;
    }

    /// Where this run begins; null for no lower edge.
    private @Nullable Edge start() {
        if (delivered == null) {
            return null;
        }
        Mode.Overlap overlap = mode.overlap();
        return overlap == null || remembered == null
                ? delivered.beyond()
                : Margins.later(Margins.before(delivered.value(), overlap, key), remembered);
    }

    /// What the next run may read again: nothing that this one does not read.
    private @Nullable Edge margin(Edge to) {
        Mode.Overlap overlap = mode.overlap();
        return overlap == null
                ? null
                : Margins.later(Margins.before(to.value(), overlap, key), start());
    }

    private String reason() {
        String access =
                found.access() == HighWater.Access.INDEX
                        ? ""
                        : "; no index leads to " + key.display() + ", so everything is looked at";
        return (delivered == null
                        ? "the first run reads everything that has a cursor"
                        : "rows behind " + delivered.value().text() + andBefore())
                + access;
    }

    private String andBefore() {
        Edge start = start();
        return overlaps() && start != null ? ", and again those from " + start.text() : "";
    }

    private void refuseOtherType() {
        if (delivered != null && delivered.value().type() != found.type()) {
            throw Diagnostic.of(
                            Code.STATE_CURSOR_INCOMPARABLE,
                            key.display()
                                    + " holds values of type "
                                    + found.type().label()
                                    + ", and what was delivered ends at "
                                    + delivered.value().text()
                                    + " ("
                                    + delivered.value().type().label()
                                    + "), which cannot be compared. Nothing was read.")
                    .toException();
        }
    }

    private void remarkOnKey() {
        if (found.nulls() > 0) {
            String least = found.nulls() >= HighWater.MOST_NULLS ? "at least " : "";
            remarks.add(
                    String.format(
                                    Locale.ROOT,
                                    "%s%,d %s",
                                    least,
                                    found.nulls(),
                                    found.nulls() == 1 ? "row has" : "rows have")
                            + " no "
                            + key.display()
                            + " (NULL, or not finite) and are not read: a cursor cannot tell when they"
                            + " are new");
        }
        if (mode.settle() == null && endsToday()) {
            remarks.add(
                    key.display()
                            + " tells days, and the last may not be over: rows of that day that are"
                            + " added later are not read; `settle: {after: 12h}` leaves a day to the"
                            + " next run until it is over everywhere");
        }
    }

    private boolean endsToday() {
        LocalDate yesterday = LocalDate.ofInstant(found.measuredAt(), ZoneOffset.UTC).minusDays(1);
        return found.type() == KeyType.DATE
                && found.highest()
                        .flatMap(KeyTimes::day)
                        .filter(day -> !day.isBefore(yesterday))
                        .isPresent();
    }

    private void remarkOnOverlap() {
        if (mode.overlap() != null && delivered != null && remembered == null) {
            remarks.add(
                    "`overlap` begins with what this run delivers: which rows before "
                            + delivered.value().text()
                            + " were delivered was not remembered, so none of them is read again");
        }
    }

    /// Up to where everything is there to be read; empty when that is nowhere.
    private Optional<Edge> bound() {
        Optional<Edge> top = found.highest().map(Edge::including);
        if (top.isEmpty()) {
            return top;
        }
        Optional<Edge> old = settled(top.get());
        if (old.isEmpty()) {
            return old;
        }
        Edge settled = old.get();
        return switch (found.stragglers()) {
            case Stragglers.None _ -> Optional.of(settled);
            case Stragglers.Unknown(var why) -> {
                remarks.add(mayBeMissed(why));
                yield Optional.of(settled);
            }
            case Stragglers.Open open -> before(open, settled);
        };
    }

    private String mayBeMissed(String why) {
        if (mode.overlap() != null) {
            return "rows that are committed later than `overlap` reaches back may be missed: "
                    + why;
        }
        String wayOut =
                Margins.isPossible(found.type())
                        ? "; or have the runs look back for them: " + Margins.example(found.type())
                        : "";
        return "rows that are committed late may be missed: " + why + wayOut;
    }

    /// What is younger waits for the next run; empty where all of it does.
    private Optional<Edge> settled(Edge top) {
        Mode.Settle settle = mode.settle();
        if (settle == null) {
            return Optional.of(top);
        }
        return settle.column() == null
                ? Optional.of(earlier(top, byCursor(settle.after())))
                : switch (found.settled()) {
                    case Settled.All _ -> Optional.of(top);
                    case Settled.UpTo(var key) -> Optional.of(earlier(top, Edge.including(key)));
                    case Settled.Nothing _ -> Optional.empty();
                };
    }

    private Edge byCursor(Duration after) {
        return edgeAt(found.measuredAt().minus(after))
                .orElseThrow(() -> Settling.notTemporal(key, found.type().label()).toException());
    }

    private Optional<Edge> before(Stragglers.Open open, Edge settled) {
        Instant oldest = open.oldestStart();
        Optional<Edge> byTime =
                oldest == null ? Optional.empty() : edgeAt(Ticks.floor(oldest, found.highest()));
        Optional<Edge> seen = seenBefore(oldest);
        Optional<Edge> bound =
                (byTime.isPresent() ? byTime.map(edge -> inAnyZone(edge, seen)) : seen)
                        .flatMap(edge -> below(settled, edge));
        remarks.add(
                "a transaction that may still add rows does not end ("
                        + open.who()
                        + "): "
                        + bound.map(to -> "rows are read up to " + to.value().text() + " only")
                                .orElse("nothing is read before it has ended")
                        + ", the next run reads on from there");
        return bound;
    }

    /// A time of no zone may be written in one behind UTC: then only what was seen tells.
    private Edge inAnyZone(Edge byTime, Optional<Edge> seen) {
        return found.type() == KeyType.INSTANT ? byTime : earlier(byTime, seen.orElse(null));
    }

    private Optional<Edge> seenBefore(@Nullable Instant oldest) {
        return sightings.stream()
                .filter(each -> oldest != null && each.at().isBefore(oldest))
                .max(Comparator.comparing(Sighting::at))
                .map(each -> Edge.including(each.top()));
    }

    private Optional<Edge> edgeAt(Instant moment) {
        return KeyTimes.of(found.type(), moment).map(Edge::excluding);
    }

    private static Edge earlier(Edge one, @Nullable Edge other) {
        if (other == null) {
            return one;
        }
        int order = one.value().compare(other.value()).orElse(1);
        boolean first = order < 0 || (order == 0 && !one.isIncluded());
        return first ? one : other;
    }

    /// The lower of two edges of which rows above the one are too young, and above the other not
    /// all there. Where only the source can tell which it is, neither.
    private Optional<Edge> below(Edge settled, Edge seen) {
        boolean isTold = settled.value().compare(seen.value()).isPresent();
        return isTold || !(found.settled() instanceof Settled.UpTo)
                ? Optional.of(earlier(settled, seen))
                : Optional.empty();
    }

    /// Whether there may be rows between what was delivered and the bound. Where only the source
    /// can tell, there may.
    private boolean isNew(Edge to) {
        if (delivered == null) {
            return true;
        }
        int order = to.value().compare(delivered.value()).orElse(1);
        return order > 0 || (order == 0 && to.isIncluded() && !delivered.edge().isIncluded());
    }

    private List<Slice> slices(Edge to, @Nullable KeySurvey survey) {
        List<KeyValue> cuts =
                survey != null && delivered == null && Cuts.isOrdered(found.type())
                        ? Cuts.byRows(survey, CHUNK_ROWS, to.value())
                        : List.of();
        return Cuts.slices(key, start(), cuts, to);
    }
}
