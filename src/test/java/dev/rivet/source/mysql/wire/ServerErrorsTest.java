package dev.rivet.source.mysql.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.Outlook;
import io.vertx.mysqlclient.MySQLException;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerErrorsTest {
    private static Diagnostic failure(int code, Duration limit) {
        MySQLException error = new MySQLException("interrupted", code, "70100");
        return ServerErrors.of(error, limit).diagnostic();
    }

    @ParameterizedTest
    @ValueSource(ints = {3024, 1969})
    void aTimeoutNamesTheSettingThatIsSet(int code) {
        Diagnostic found = failure(code, Duration.ofSeconds(5));
        assertThat(found.code()).isEqualTo(Code.SOURCE_STATEMENT_TIMEOUT);
        assertThat(found.message()).contains("tuning.statement_timeout_s");
    }

    @ParameterizedTest
    @ValueSource(ints = {3024, 1969})
    void aTimeoutWithoutALimitOfRivetsBlamesNoSetting(int code) {
        Diagnostic found = failure(code, Duration.ZERO);
        assertThat(found.code()).isEqualTo(Code.SOURCE_STATEMENT_TIMEOUT);
        assertThat(found.message() + found.action()).doesNotContain("statement_timeout_s");
    }

    @ParameterizedTest
    @CsvSource({
        "1213, SOURCE_QUERY_FAILED, CONFLICT",
        "1205, SOURCE_QUERY_FAILED, PASSING",
        "1040, SOURCE_QUERY_FAILED, UNAVAILABLE",
        "1203, SOURCE_QUERY_FAILED, UNAVAILABLE",
        "1047, SOURCE_QUERY_FAILED, UNAVAILABLE",
        "1053, SOURCE_CONNECTION_LOST, UNAVAILABLE",
        "1077, SOURCE_CONNECTION_LOST, UNAVAILABLE",
        "1158, SOURCE_CONNECTION_LOST, PASSING",
        "1927, SOURCE_CONNECTION_LOST, PASSING",
        "2013, SOURCE_CONNECTION_LOST, PASSING",
        "1412, SOURCE_COLUMNS_CHANGED_UNDER_READ, PASSING",
        "1317, SOURCE_QUERY_FAILED, STOPPED",
        "3024, SOURCE_STATEMENT_TIMEOUT, PERMANENT",
        "1969, SOURCE_STATEMENT_TIMEOUT, PERMANENT",
        "1045, SOURCE_QUERY_FAILED, PERMANENT",
        "1044, SOURCE_QUERY_FAILED, PERMANENT",
        "1049, SOURCE_TABLE_NOT_FOUND, PERMANENT",
        "1146, SOURCE_TABLE_NOT_FOUND, PERMANENT",
        "1064, SOURCE_QUERY_FAILED, PERMANENT",
        "1290, SOURCE_QUERY_FAILED, PERMANENT",
    })
    void theNumberDecides(int number, Code code, Outlook outlook) {
        assertThat(failure(number, Duration.ZERO))
                .returns(code, Diagnostic::code)
                .returns(outlook, Diagnostic::outlook);
    }

    @Test
    void aBrokenLineIsALostConnection() {
        Diagnostic found = ServerErrors.of(new IOException("reset")).diagnostic();
        assertThat(found)
                .returns(Code.SOURCE_CONNECTION_LOST, Diagnostic::code)
                .returns(Outlook.PASSING, Diagnostic::outlook);
    }

    @Test
    void theServersWordsAreKept() {
        assertThat(failure(3024, Duration.ZERO).message()).endsWith("[3024: interrupted]");
    }
}
