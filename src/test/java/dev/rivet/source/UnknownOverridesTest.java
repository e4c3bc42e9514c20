package dev.rivet.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UnknownOverridesTest {
    private static final List<String> COLUMNS = List.of("id", "total", "Größe");

    @Test
    void namesThatDifferByCaseOnlyAreAMistake() {
        assertThat(UnknownOverrides.ofOtherCase(Set.of("Total", "GRÖSSE", "id"), COLUMNS))
                .singleElement()
                .satisfies(
                        told -> {
                            assertThat(told.code()).isEqualTo(Code.CONFIG_COLUMN_OVERRIDE_CASE);
                            assertThat(told.message()).contains("\"Total\"", "Did you mean total?");
                        });
    }

    @Test
    void othersAreToldWithWhatTheyResemble() {
        assertThat(UnknownOverrides.others(Set.of("Total", "totl", "elsewhere"), COLUMNS))
                .allSatisfy(
                        told ->
                                assertThat(told.code())
                                        .isEqualTo(Code.CONFIG_COLUMN_OVERRIDE_UNKNOWN))
                .extracting(Diagnostic::message)
                .containsExactly(
                        "columns: names \"elsewhere\", which the selection does not have.",
                        "columns: names \"totl\", which the selection does not have."
                                + " Did you mean total?");
    }

    @Test
    void onlyThoseThatResembleAColumnInNeedAreMeantForIt() {
        assertThat(
                        UnknownOverrides.othersMeant(
                                Set.of("totl", "idd", "elsewhere"), COLUMNS, List.of("total")))
                .extracting(Diagnostic::message)
                .singleElement()
                .asString()
                .contains("\"totl\"");
    }
}
