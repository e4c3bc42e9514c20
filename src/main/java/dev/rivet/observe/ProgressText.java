package dev.rivet.observe;

import dev.rivet.journal.Progress;
import dev.rivet.journal.Volume;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Words of the progress line.
final class ProgressText {
    private static final String GAP = "  ";

    private ProgressText() {}

    /// The figures known so far, the most important first.
    ///
    /// @param rowsPerSecond over the recent past
    static List<String> figures(Progress progress, double rowsPerSecond, Duration elapsed) {
        Volume volume = progress.volume();
        List<String> figures = new ArrayList<>();
        if (volume.rows() == 0) {
            figures.add("waiting for the first rows");
        } else {
            figures.add(Figures.counted(volume.rows(), "row"));
            figures.add(Figures.count(Math.round(rowsPerSecond)) + " rows/s");
            figures.add(Figures.bytes(volume.bytesRead()) + " read");
        }
        figures.add(Figures.duration(elapsed));
        progress.estimate()
                .ifPresent(all -> addRemaining(figures, volume.rows(), all, rowsPerSecond));
        return figures;
    }

    /// What is shown between two attempts.
    ///
    /// @param retry the how-manieth further one comes, from 1
    static List<String> pause(int retry, Duration left, Duration elapsed) {
        return List.of(
                "waits " + wholeSeconds(left.toSeconds()) + " before retry " + retry,
                Figures.duration(elapsed));
    }

    private static void addRemaining(
            List<String> figures, long rows, long all, double rowsPerSecond) {
        long left = all - rows;
        if (rows > 0 && left > 0 && rowsPerSecond >= 1) {
            long seconds = Math.round(left / rowsPerSecond);
            figures.add("ETA " + wholeSeconds(seconds));
        }
    }

    /// An estimate needs no tenths.
    private static String wholeSeconds(long seconds) {
        Duration time = Duration.ofSeconds(Math.max(1, seconds));
        if (time.toHours() > 0) {
            return String.format(Locale.ROOT, "%dh %02dm", time.toHours(), time.toMinutesPart());
        }
        return time.toMinutes() > 0
                ? String.format(Locale.ROOT, "%dm %02ds", time.toMinutes(), time.toSecondsPart())
                : time.toSeconds() + "s";
    }

    /// As much as fits: the last figures go first, then the end of the name.
    static String fitted(String export, List<String> figures, int columns) {
        for (int kept = figures.size(); kept > 0; kept--) {
            String line = export + GAP + String.join(GAP, figures.subList(0, kept));
            if (line.length() < columns) {
                return line;
            }
        }
        String figure = figures.getFirst();
        int room = columns - 1 - GAP.length() - figure.length();
        String line = room < 1 ? figure : export.substring(0, room) + GAP + figure;
        return line.substring(0, Math.min(line.length(), columns - 1));
    }
}
