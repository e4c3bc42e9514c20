package dev.rivet.retry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.Kind;
import dev.rivet.diag.Outlook;
import dev.rivet.diag.Problems;
import dev.rivet.diag.RivetException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FailureTest {
    private static Failure failure(Code code, Outlook outlook) {
        return Failure.of(Diagnostic.of(code, "words").expecting(outlook).toException());
    }

    @ParameterizedTest
    @CsvSource({
        "PERMANENT,   Lasting,     ",
        "STOPPED,     Lasting,     ",
        "MISLED,      Unreachable, ",
        "UNREACHABLE, Unreachable, ",
        "PASSING,     Passing,     0",
        "CONFLICT,    Passing,     1",
        "EXHAUSTED,   Passing,     5",
        "UNAVAILABLE, Passing,     15",
    })
    void theOutlookDecides(Outlook outlook, String expected, Integer seconds) {
        Failure found = failure(Code.SOURCE_QUERY_FAILED, outlook);

        assertThat(found.getClass().getSimpleName()).isEqualTo(expected);
        if (found instanceof Failure.Passing(Duration recovery)) {
            assertThat(recovery).hasSeconds(seconds);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Kind.class, mode = EnumSource.Mode.EXCLUDE, names = "ENVIRONMENT")
    void onlyWhatIsWrongAroundRivetPasses(Kind kind) {
        for (Code code : Code.values()) {
            if (code.kind() == kind) {
                assertThat(failure(code, Outlook.PASSING)).isEqualTo(new Failure.Lasting());
            }
        }
    }

    @Test
    void anInterruptionIsObeyed() {
        assertThat(failure(Code.RUN_INTERRUPTED, Outlook.PASSING)).isEqualTo(new Failure.Lasting());
    }

    @Test
    void severalAreAsLastingAsTheMostLastingOne() {
        assertThat(Failure.of(both(Outlook.CONFLICT, Outlook.UNAVAILABLE)))
                .isEqualTo(new Failure.Passing(Failure.RESTART));
        assertThat(Failure.of(both(Outlook.UNAVAILABLE, Outlook.CONFLICT)))
                .isEqualTo(new Failure.Passing(Failure.RESTART));
        assertThat(Failure.of(both(Outlook.PASSING, Outlook.PERMANENT)))
                .isEqualTo(new Failure.Lasting());
        assertThat(Failure.of(both(Outlook.UNREACHABLE, Outlook.PASSING)))
                .isEqualTo(new Failure.Unreachable());
    }

    private static RivetException both(Outlook one, Outlook other) {
        Problems problems = new Problems();
        problems.add(Diagnostic.of(Code.SOURCE_QUERY_FAILED, "one").expecting(one));
        problems.add(Diagnostic.of(Code.SOURCE_QUERY_FAILED, "other").expecting(other));
        try {
            problems.throwIfAny();
            throw new AssertionError("there are two");
        } catch (RivetException failure) {
            return failure;
        }
    }
}
