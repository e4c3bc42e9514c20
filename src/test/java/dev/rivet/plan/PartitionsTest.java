package dev.rivet.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rivet.config.Mode;
import dev.rivet.config.PartitionBy;
import dev.rivet.config.PartitionBy.Granularity;
import dev.rivet.diag.Code;
import dev.rivet.diag.RivetException;
import dev.rivet.plan.HighWater.Access;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// The partitions of an export, by their dates and by their names.
class PartitionsTest {
    private static KeySurvey survey(KeyType type, String first, String last) {
        return new KeySurvey(
                type,
                new KeyValue(type, first),
                new KeyValue(type, last),
                new KeySurvey.Traits(Access.INDEX, false, true),
                9L,
                null,
                List.of());
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void eachIsFoundByItsName(Granularity granularity) {
        PartitionBy by = new PartitionBy("at", granularity);
        List<Mode.Partition> all =
                Partitions.of(
                        by,
                        survey(KeyType.TIMESTAMP, "2023-12-30T10:00:00", "2024-03-01T00:00:00"));

        assertThat(all).hasSizeGreaterThan(2);
        assertThat(all)
                .allSatisfy(each -> assertThat(Partitions.named(by, each.name())).contains(each));
    }

    @ParameterizedTest
    @CsvSource({
        "DAY, 2026-02-30",
        "DAY, 2026-02",
        "DAY, ''",
        "MONTH, 2026-13",
        "MONTH, 2026-02-01",
        "MONTH, 2026",
        "YEAR, 2026-01",
        "YEAR, 26",
        "YEAR, ../2026"
    })
    void whatIsNoNameIsNone(Granularity granularity, String name) {
        assertThat(Partitions.named(new PartitionBy("at", granularity), name)).isEmpty();
    }

    @Test
    void aPartitionNeedsNoRows() {
        assertThat(Partitions.named(new PartitionBy("at", Granularity.MONTH), "2031-12"))
                .map(Mode.Partition::days)
                .contains(
                        Optional.of(
                                new Mode.Days(
                                        LocalDate.of(2031, 12, 1), LocalDate.of(2032, 1, 1))));
    }

    @Test
    void aColumnWithoutDatesIsRefused() {
        Mode.Partition december =
                Partitions.named(new PartitionBy("at", Granularity.MONTH), "2031-12").orElseThrow();
        RivetException failure =
                catchThrowableOfType(
                        RivetException.class,
                        () -> ExportPlan.partition(december, KeyType.INTEGER));

        assertThat(failure.diagnostic().code()).isEqualTo(Code.SOURCE_KEYSET_KEY_UNORDERED);
    }
}
