package dev.rivet.diag;

import static dev.rivet.diag.ExitClass.DATA_INTEGRITY;
import static dev.rivet.diag.ExitClass.GENERIC;
import static dev.rivet.diag.ExitClass.INTERNAL;
import static dev.rivet.diag.ExitClass.REFUSAL;
import static dev.rivet.diag.ExitClass.RETRYABLE;
import static dev.rivet.diag.ExitClass.SCHEMA_DRIFT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExitClassTest {
    @Test
    void theWorstOfSeveralWinsInTheOrderThatSchedulersRelyOn() {
        List<ExitClass> left =
                new ArrayList<>(
                        List.of(
                                GENERIC,
                                RETRYABLE,
                                SCHEMA_DRIFT,
                                REFUSAL,
                                INTERNAL,
                                DATA_INTEGRITY));
        List<ExitClass> order = new ArrayList<>();
        while (!left.isEmpty()) {
            ExitClass worst = ExitClass.worst(left).orElseThrow();
            order.add(worst);
            left.remove(worst);
        }
        assertThat(order)
                .containsExactly(
                        DATA_INTEGRITY, INTERNAL, REFUSAL, SCHEMA_DRIFT, RETRYABLE, GENERIC);
        assertThat(ExitClass.worst(List.of())).isEmpty();
    }

    @Test
    void environmentFailuresAreRetryableOnlyWhenTransient() {
        Diagnostic lost = Diagnostic.of(Code.SOURCE_CONNECT_FAILED, "gone");
        assertThat(lost.exitClass()).isEqualTo(GENERIC);
        assertThat(lost.asTransient().exitClass()).isEqualTo(RETRYABLE);
    }

    @Test
    void secretsDoNotPrint() {
        assertThat(Secret.of("hunter2")).hasToString("***");
        assertThat("" + Secret.of("hunter2")).doesNotContain("hunter2");
    }
}
