package dev.rivet.plan;

import dev.rivet.config.Mode;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.RivetException;
import dev.rivet.plan.ExportPlan.Checkpoints;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/// Plans a table in chunks of a key. They cover all keys there can be, each once, whatever is
/// added meanwhile: the first has no lower edge, the last no upper one, and rows without a key
/// have a chunk of their own. Pure.
public final class Chunks {
    /// More would cost more than they bring.
    static final int MOST = 100_000;

    private static final long MEGABYTE = 1 << 20;

    /// Where the catalog does not know.
    private static final long USUAL_ROW_BYTES = 512;

    private static final long LEAST_BY_MEMORY = 10_000;
    private static final long MOST_BY_MEMORY = 5_000_000;

    private Chunks() {}

    /// Cuts a selection by a key.
    ///
    /// @throws RivetException `CONFIG_CHUNK_BY_DAYS_INVALID` where the key tells no days,
    ///     `PLAN_CHUNK_KEY_SPARSE` where there would be too many chunks
    public static ExportPlan plan(Mode.Chunked mode, Key key, KeySurvey survey) {
        Mode.Cut cut = mode.cut();
        OptionalLong size = size(cut, survey);
        long estimate = survey.estimatedRows().orElse(0);
        boolean isSmall = size.isPresent() && estimate > 0 && estimate <= size.getAsLong();
        if (isSmall && !mode.checkpoint()) {
            return ExportPlan.once(
                    "full",
                    String.format(
                            Locale.ROOT, "about %,d rows are not worth several chunks", estimate),
                    new Slice.Everything());
        }
        List<KeyValue> cuts = cuts(cut, size, key, survey);
        List<Chunk> chunks = new ArrayList<>();
        for (Slice slice : Cuts.slices(key, null, cuts, null)) {
            chunks.add(new Chunk(chunks.size() + 1, slice));
        }
        if (survey.traits().hasNulls()) {
            chunks.add(new Chunk(chunks.size() + 1, new Slice.WithoutKey(key)));
        }
        return new ExportPlan(
                label(cut, size, key),
                reason(key, survey, chunks.size()),
                chunks,
                mode.checkpoint() ? Checkpoints.EACH_CHUNK : Checkpoints.NONE,
                switch (mode.moment()) {
                    case ONE -> ExportPlan.Moments.ONE;
                    case EACH -> ExportPlan.Moments.EACH_CHUNK;
                },
                null,
                remarks(size, key, survey),
                ExportPlan.NO_ROWS);
    }

    /// Plans a table that has no key: in one go, since rows that nothing tells apart cannot be
    /// found again in another snapshot.
    ///
    /// @throws RivetException `PLAN_CHUNK_KEY_UNUSABLE` where that is not what the mode asks for
    public static ExportPlan withoutKey(Mode.Chunked mode) {
        boolean asksForPieces =
                mode.checkpoint()
                        || mode.moment() == Mode.Moment.EACH
                        || !(mode.cut() instanceof Mode.Cut.Rows
                                || mode.cut() instanceof Mode.Cut.Megabytes);
        if (asksForPieces) {
            throw Diagnostic.of(
                            Code.PLAN_CHUNK_KEY_UNUSABLE,
                            "the table has no key that it could be cut by, so that chunks of it could"
                                    + " not be told apart in another snapshot")
                    .toException();
        }
        return ExportPlan.once(
                "full",
                "the table has no key to be cut by, so it is read in one go, in one snapshot",
                new Slice.Everything());
    }

    /// How many rows a chunk is to have, where that is what it is cut by, in rows or in bytes.
    private static OptionalLong size(Mode.Cut cut, KeySurvey survey) {
        return switch (cut) {
            case Mode.Cut.Rows(long rows) -> OptionalLong.of(rows);
            case Mode.Cut.Megabytes(long megabytes) -> {
                long bytes = Math.max(1, survey.averageRowBytes().orElse(USUAL_ROW_BYTES));
                yield OptionalLong.of(
                        Math.clamp(megabytes * MEGABYTE / bytes, LEAST_BY_MEMORY, MOST_BY_MEMORY));
            }
            case Mode.Cut.Count _, Mode.Cut.Days _ -> OptionalLong.empty();
        };
    }

    private static List<KeyValue> cuts(Mode.Cut cut, OptionalLong size, Key key, KeySurvey survey) {
        return switch (cut) {
            case Mode.Cut.Rows _, Mode.Cut.Megabytes _ -> {
                long rows = survey.estimatedRows().orElse(0);
                yield Cuts.into(survey, bounded(Math.ceilDiv(rows, size.orElseThrow()), key));
            }
            case Mode.Cut.Count(int count) -> Cuts.into(survey, bounded(count, key));
            case Mode.Cut.Days(int days) -> {
                if (!survey.type().isTemporal()) {
                    throw Diagnostic.of(
                                    Code.CONFIG_CHUNK_BY_DAYS_INVALID,
                                    key.display()
                                            + " ("
                                            + survey.type().label()
                                            + ") tells no days")
                            .toException();
                }
                yield Cuts.byDays(survey, days, MOST).orElseThrow(() -> sparse(key));
            }
        };
    }

    private static long bounded(long pieces, Key key) {
        if (pieces > MOST) {
            throw sparse(key);
        }
        return pieces;
    }

    private static RivetException sparse(Key key) {
        return Diagnostic.of(
                        Code.PLAN_CHUNK_KEY_SPARSE,
                        String.format(
                                Locale.ROOT,
                                "there would be more than %,d chunks of %s",
                                MOST,
                                key.display()))
                .toException();
    }

    private static String label(Mode.Cut cut, OptionalLong size, Key key) {
        return switch (cut) {
            case Mode.Cut.Rows _, Mode.Cut.Megabytes _ ->
                    String.format(
                            Locale.ROOT, "chunked(%s, size=%d)", key.display(), size.orElseThrow());
            case Mode.Cut.Count(int count) ->
                    String.format(Locale.ROOT, "chunked(%s, count=%d)", key.display(), count);
            case Mode.Cut.Days(int days) ->
                    String.format(Locale.ROOT, "date-chunked(%s, %dd)", key.display(), days);
        };
    }

    private static String reason(Key key, KeySurvey survey, int chunks) {
        return String.format(
                Locale.ROOT,
                "%,d %s by %s, cut %s",
                chunks,
                chunks == 1 ? "chunk" : "chunks",
                key.display(),
                survey.samples().isEmpty() && Cuts.isOrdered(survey.type())
                        ? "at equal distances"
                        : "where the source's statistics have equal numbers of rows");
    }

    private static List<String> remarks(OptionalLong size, Key key, KeySurvey survey) {
        List<String> remarks = new ArrayList<>();
        if (survey.traits().access() != HighWater.Access.INDEX) {
            remarks.add(
                    "no index leads to "
                            + key.display()
                            + ": each chunk looks at the whole table; take an indexed column, or"
                            + " `mode: full`");
        }
        boolean uncounted = survey.rows() == null && survey.first().isPresent();
        if (uncounted && size.isPresent()) {
            remarks.add(
                    "the source does not know how many rows there are, so they are one chunk: have it"
                            + " analyse the table, or write `chunk_count`");
        }
        return remarks;
    }
}
