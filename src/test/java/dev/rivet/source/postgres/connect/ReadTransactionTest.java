package dev.rivet.source.postgres.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.diag.Code;
import dev.rivet.diag.RivetException;
import org.junit.jupiter.api.Test;

class ReadTransactionTest {
    @Test
    void timeZoneThatDidNotStickIsRefused() {
        assertThatCode(() -> ReadTransaction.checkTimeZone("UTC")).doesNotThrowAnyException();
        assertThatThrownBy(() -> ReadTransaction.checkTimeZone("Europe/Berlin"))
                .isInstanceOfSatisfying(
                        RivetException.class,
                        failure ->
                                assertThat(failure.diagnostic().code())
                                        .isEqualTo(Code.SOURCE_SESSION_TIME_ZONE_NOT_APPLIED))
                .hasMessageContaining("Europe/Berlin");
    }

    @Test
    void encodingThatDidNotStickIsRefused() {
        assertThatCode(() -> ReadTransaction.checkEncoding("UTF8")).doesNotThrowAnyException();
        assertThatThrownBy(() -> ReadTransaction.checkEncoding("LATIN1"))
                .isInstanceOfSatisfying(
                        RivetException.class,
                        failure ->
                                assertThat(failure.diagnostic().code())
                                        .isEqualTo(Code.SOURCE_SESSION_ENCODING_NOT_APPLIED))
                .hasMessageContaining("LATIN1");
    }
}
