package dev.rivet.source.mysql.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import io.vertx.mysqlclient.MySQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerErrorsTest {
    private static Diagnostic timeout(int code, Duration limit) {
        MySQLException error = new MySQLException("interrupted", code, "70100");
        return ServerErrors.of(error, limit).diagnostic();
    }

    @ParameterizedTest
    @ValueSource(ints = {3024, 1969})
    void aTimeoutNamesTheSettingThatIsSet(int code) {
        Diagnostic found = timeout(code, Duration.ofSeconds(5));
        assertThat(found.code()).isEqualTo(Code.SOURCE_STATEMENT_TIMEOUT);
        assertThat(found.message()).contains("tuning.statement_timeout_s");
    }

    @ParameterizedTest
    @ValueSource(ints = {3024, 1969})
    void aTimeoutWithoutALimitOfRivetsBlamesNoSetting(int code) {
        Diagnostic found = timeout(code, Duration.ZERO);
        assertThat(found.code()).isEqualTo(Code.SOURCE_STATEMENT_TIMEOUT);
        assertThat(found.message() + found.action()).doesNotContain("statement_timeout_s");
    }

    @Test
    void theServersWordsAreKept() {
        assertThat(timeout(3024, Duration.ZERO).message()).endsWith("[3024: interrupted]");
    }
}
