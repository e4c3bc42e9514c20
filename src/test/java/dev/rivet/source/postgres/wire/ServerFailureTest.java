package dev.rivet.source.postgres.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.Outlook;
import dev.rivet.diag.Transience;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerFailureTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @ParameterizedTest
    @CsvSource({
        "42P01, SOURCE_TABLE_NOT_FOUND, PERMANENT",
        "3F000, SOURCE_TABLE_NOT_FOUND, PERMANENT",
        "42703, SOURCE_COLUMN_NOT_FOUND, PERMANENT",
        "42501, SOURCE_QUERY_FAILED, PERMANENT",
        "42601, SOURCE_QUERY_FAILED, PERMANENT",
        "22012, SOURCE_QUERY_FAILED, PERMANENT",
        "22021, SOURCE_VALUE_UNREPRESENTABLE, PERMANENT",
        "08006, SOURCE_CONNECTION_LOST, PASSING",
        "57P01, SOURCE_CONNECTION_LOST, UNAVAILABLE",
        "57P02, SOURCE_CONNECTION_LOST, UNAVAILABLE",
        "57P03, SOURCE_CONNECTION_LOST, UNAVAILABLE",
        "57P04, SOURCE_CONNECTION_LOST, PERMANENT",
        "57P05, SOURCE_CONNECTION_LOST, PASSING",
        "25P03, SOURCE_CONNECTION_LOST, PASSING",
        "25P04, SOURCE_CONNECTION_LOST, PERMANENT",
        "40001, SOURCE_QUERY_FAILED, CONFLICT",
        "40P01, SOURCE_QUERY_FAILED, CONFLICT",
        "55P03, SOURCE_QUERY_FAILED, PASSING",
        "53200, SOURCE_QUERY_FAILED, EXHAUSTED",
        "53100, SOURCE_QUERY_FAILED, EXHAUSTED",
        "53300, SOURCE_QUERY_FAILED, UNAVAILABLE",
        "08000, SOURCE_CONNECTION_LOST, PASSING",
        "28P01, SOURCE_QUERY_FAILED, PERMANENT",
        "XX000, SOURCE_QUERY_FAILED, PERMANENT",
    })
    void stateDecides(String state, Code code, Outlook outlook) {
        Diagnostic diagnostic = classified(state, Duration.ZERO);

        assertThat(diagnostic.code()).isEqualTo(code);
        assertThat(diagnostic.outlook()).isEqualTo(outlook);
        assertThat(diagnostic.message())
                .contains("words", "more", "try this", "character 7", state);
    }

    @ParameterizedTest
    @CsvSource({
        "transaction blocks not allowed in statement pooling mode, SOURCE_QUERY_FAILED, PERMANENT",
        "query_wait_timeout, SOURCE_CONNECTION_LOST, TRANSIENT",
        "pgbouncer cannot connect to server, SOURCE_CONNECTION_LOST, TRANSIENT",
        "server conn crashed?, SOURCE_CONNECTION_LOST, TRANSIENT",
    })
    void wordsOfAPoolerDecideBecauseItsStateIsAlwaysTheSame(
            String words, Code code, Transience transience) {
        var error = new ServerError("08P01", words, null, null, null);
        Diagnostic diagnostic = ServerFailure.classify(error, Duration.ZERO, LIMIT);

        assertThat(diagnostic.code()).isEqualTo(code);
        assertThat(diagnostic.transience()).isEqualTo(transience);
        assertThat(diagnostic.message()).contains(words, "08P01");
    }

    @Test
    void poolerWithoutTransactionsIsToldHowItAllowsThem() {
        var error = new ServerError("08P01", "… statement pooling mode", null, null, null);

        assertThat(ServerFailure.classify(error, Duration.ZERO, LIMIT).action())
                .contains("pool_mode = transaction or session");
    }

    @Test
    void cancelledAfterTheLimitIsATimeoutAndBeforeItIsNot() {
        assertThat(classified("57014", LIMIT).code()).isEqualTo(Code.SOURCE_STATEMENT_TIMEOUT);
        assertThat(classified("57014", Duration.ofSeconds(1)))
                .returns(Code.SOURCE_QUERY_FAILED, Diagnostic::code)
                .returns(Outlook.STOPPED, Diagnostic::outlook);
    }

    private static Diagnostic classified(String state, Duration ran) {
        var error = new ServerError(state, "words", "more", "try this", "7");
        return ServerFailure.classify(error, ran, LIMIT);
    }
}
