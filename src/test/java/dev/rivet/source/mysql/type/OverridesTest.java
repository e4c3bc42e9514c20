package dev.rivet.source.mysql.type;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.config.OverrideText;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.row.LogicalType;
import dev.rivet.source.Remedy;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OverridesTest {
    private static final Pattern NO_EXPRESSION = Pattern.compile("(?!)");

    @ParameterizedTest
    @EnumSource
    void whatIsSaidToBeAcceptedIs(SourceKind kind) {
        for (String each : Overrides.acceptedBy(kind).split(", ", -1)) {
            String spelling = each.replace("(p,s)", "(9,2)").replace(" (microseconds)", "");
            if (!spelling.equals("none")) {
                assertThat(Overrides.allow(kind, parsed(spelling))).as(each).isTrue();
            }
        }
    }

    private static LogicalType parsed(String spelling) {
        String line = "`" + OverrideText.of("v", spelling) + "`";
        return Remedy.of(
                        Diagnostic.of(Code.SOURCE_OVERRIDE_WIRE_MISMATCH, line).toException(),
                        NO_EXPRESSION)
                .stream()
                .map(each -> ((Remedy.Setting) each).overrides().get("v"))
                .findFirst()
                .orElseThrow();
    }
}
