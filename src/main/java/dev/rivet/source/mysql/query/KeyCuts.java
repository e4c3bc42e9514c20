package dev.rivet.source.mysql.query;

import dev.rivet.plan.KeyValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Finds keys that cut a table's rows into shares of about the same size: halves the piece that
/// seems to have the most rows, again and again, and leaves out what lies between two keys. So a
/// gap takes one step, however wide it is.
public final class KeyCuts {
    /// Into so many shares at most, if the caller has no other wish.
    public static final int SHARES = 32;

    private final Probe probe;
    private final int shares;
    private final List<Piece> pieces = new ArrayList<>();

    /// What is asked of the server.
    public interface Probe {
        /// Guesses how many rows have keys from one to the other, both included.
        long guess(KeyValue low, KeyValue high);

        /// The last key before a value and the first one that is not before it, between two keys;
        /// empty when there are not both.
        Optional<Gap> around(KeyValue low, KeyValue middle, KeyValue high);
    }

    /// Two keys that follow each other.
    public record Gap(KeyValue below, KeyValue above) {}

    private record Piece(KeyValue low, KeyValue high, long rows, boolean whole) {}

    private KeyCuts(Probe probe, int shares) {
        this.probe = probe;
        this.shares = shares;
    }

    /// Asks for at most four guesses for each share.
    ///
    /// @param low the lowest key of all
    /// @param high the highest one
    /// @return ascending, none of them the lowest
    public static List<KeyValue> between(KeyValue low, KeyValue high, Probe probe, int shares) {
        KeyCuts cuts = new KeyCuts(probe, shares);
        cuts.pieces.add(cuts.piece(low, high));
        for (int i = 0; i < 2 * shares - 1 && cuts.split(); i++) {
            // One more piece.
        }
        return cuts.even();
    }

    private Piece piece(KeyValue low, KeyValue high) {
        return new Piece(low, high, Math.max(1, probe.guess(low, high)), low.equals(high));
    }

    /// False when no piece can be halved, or none is worth it.
    private boolean split() {
        Optional<Piece> largest =
                pieces.stream()
                        .filter(each -> !each.whole())
                        .max(Comparator.comparingLong(Piece::rows));
        if (largest.isEmpty() || largest.get().rows() <= 1) {
            return false;
        }
        Piece piece = largest.get();
        int at = pieces.indexOf(piece);
        Optional<Gap> gap = gap(piece);
        if (gap.isEmpty()) {
            pieces.set(at, new Piece(piece.low(), piece.high(), piece.rows(), true));
            return true;
        }
        pieces.set(at, piece(piece.low(), gap.get().below()));
        pieces.add(at + 1, piece(gap.get().above(), piece.high()));
        return true;
    }

    private Optional<Gap> gap(Piece piece) {
        return KeyMiddle.between(piece.low(), piece.high()).stream()
                .flatMap(middle -> probe.around(piece.low(), middle, piece.high()).stream())
                .findFirst();
    }

    /// The beginnings of pieces that are nearest to even shares.
    private List<KeyValue> even() {
        long all = pieces.stream().mapToLong(Piece::rows).sum();
        List<KeyValue> cuts = new ArrayList<>();
        long before = 0;
        long next = 1;
        for (Piece each : pieces) {
            long share = Math.round((double) before / all * shares);
            if (share >= next) {
                cuts.add(each.low());
                next = share + 1;
            }
            before += each.rows();
        }
        return cuts;
    }
}
