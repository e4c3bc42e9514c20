package dev.rivet.plan;

import dev.rivet.config.Mode;
import dev.rivet.config.PartitionBy;
import dev.rivet.config.PartitionBy.Granularity;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.RivetException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Which partitions the rows of a selection lie in, by the dates of a column: all between the
/// lowest and the highest, and one for rows without a date. Pure.
public final class Partitions {
    /// More folders than anybody wants.
    static final int MOST = 10_000;

    private static final String NO_DATE = "__HIVE_DEFAULT_PARTITION__";

    /// Day or month.
    private static final String FIRST = "-01";

    private Partitions() {}

    /// The partitions, oldest first.
    ///
    /// @return none when there are no rows
    /// @throws RivetException `SOURCE_KEYSET_KEY_UNORDERED` where the column holds no dates,
    ///     `PLAN_CHUNK_KEY_SPARSE` where there would be too many
    public static List<Mode.Partition> of(PartitionBy by, KeySurvey survey) {
        refuseUnlessDates(by.column(), survey.type());
        List<Mode.Partition> partitions = new ArrayList<>();
        Optional<LocalDate> first = survey.first().flatMap(KeyTimes::day);
        Optional<LocalDate> last = survey.last().flatMap(KeyTimes::day);
        if (first.isPresent() && last.isPresent()) {
            LocalDate from = start(by.granularity(), first.get());
            while (!from.isAfter(last.get())) {
                LocalDate to = next(by.granularity(), from);
                partitions.add(partition(by, from, to));
                refuseTooMany(by, partitions.size());
                from = to;
            }
        }
        if (survey.traits().hasNulls()) {
            partitions.add(new Mode.Partition(by.column(), NO_DATE, null));
        }
        return partitions;
    }

    /// The one of a name, whether there are rows of it or not.
    ///
    /// @param name as the partition's folder has it
    /// @return empty when no partition can have that name
    public static Optional<Mode.Partition> named(PartitionBy by, String name) {
        try {
            return known(by, name);
        } catch (DateTimeException beyondTime) {
            return Optional.empty();
        }
    }

    private static Optional<Mode.Partition> known(PartitionBy by, String name) {
        return name.equals(NO_DATE)
                ? Optional.of(new Mode.Partition(by.column(), NO_DATE, null))
                : day(by.granularity(), name)
                        .map(day -> partition(by, day, next(by.granularity(), day)))
                        .filter(each -> each.name().equals(name));
    }

    private static Optional<LocalDate> day(Granularity granularity, String name) {
        String day =
                switch (granularity) {
                    case DAY -> name;
                    case MONTH -> name + FIRST;
                    case YEAR -> name + FIRST + FIRST;
                };
        return Optional.of(LocalDate.parse(day));
    }

    /// @throws RivetException `SOURCE_KEYSET_KEY_UNORDERED`
    static void refuseUnlessDates(String column, KeyType type) {
        if (!type.isTemporal()) {
            throw Diagnostic.of(
                            Code.SOURCE_KEYSET_KEY_UNORDERED,
                            column + " (" + type.label() + ") holds no dates",
                            "Partition by a column of dates or timestamps.")
                    .toException();
        }
    }

    private static Mode.Partition partition(PartitionBy by, LocalDate from, LocalDate to) {
        return new Mode.Partition(
                by.column(), label(by.granularity(), from), new Mode.Days(from, to));
    }

    private static LocalDate start(Granularity granularity, LocalDate day) {
        return switch (granularity) {
            case DAY -> day;
            case MONTH -> day.withDayOfMonth(1);
            case YEAR -> day.withDayOfYear(1);
        };
    }

    private static LocalDate next(Granularity granularity, LocalDate from) {
        return switch (granularity) {
            case DAY -> from.plusDays(1);
            case MONTH -> from.plusMonths(1);
            case YEAR -> from.plusYears(1);
        };
    }

    private static String label(Granularity granularity, LocalDate from) {
        String day = from.toString();
        return switch (granularity) {
            case DAY -> day;
            case MONTH -> day.substring(0, day.length() - FIRST.length());
            case YEAR -> day.substring(0, day.length() - 2 * FIRST.length());
        };
    }

    private static void refuseTooMany(PartitionBy by, int partitions) {
        if (partitions > MOST) {
            throw Diagnostic.of(
                            Code.PLAN_CHUNK_KEY_SPARSE,
                            String.format(
                                    Locale.ROOT,
                                    "the dates of %s span more than %,d partitions",
                                    by.column(),
                                    MOST),
                            "Write a coarser `partition_granularity`, or leave odd dates out by a"
                                    + " query.")
                    .toException();
        }
    }
}
