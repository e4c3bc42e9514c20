package dev.rivet.source.postgres;

import static dev.rivet.source.postgres.Squeezed.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.RivetException;
import dev.rivet.diag.Transience;
import dev.rivet.source.SourceSession;
import dev.rivet.source.postgres.connect.Backend;
import dev.rivet.source.postgres.connect.ConnectionOptions;
import dev.rivet.source.postgres.wire.Dial;
import dev.rivet.testing.PostgresServer;
import io.vertx.pgclient.PgConnectOptions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What a server says as it ends a session, in whatever state that is.
class LastWordsLiveIT {
    private static final PostgresServer SERVER = PostgresServer.newest();

    private static Backend connect() {
        PgConnectOptions options = ConnectionOptions.of(SERVER.source(), "words");
        var line = new Dial(Reading.VERTX, options).line().orTimeout(30, TimeUnit.SECONDS).join();
        return Backend.of(line, Reading.VERTX, options);
    }

    private static String process(Backend backend) {
        return backend.control().query("SELECT pg_backend_pid()::text").getFirst().getString(0);
    }

    private static boolean isGone(String process) {
        return SERVER.ask("SELECT count(*) FROM pg_stat_activity WHERE pid = " + process)
                .equals("0");
    }

    private static void terminate(String process) {
        SERVER.execute("SELECT pg_terminate_backend(" + process + ")");
    }

    private static Diagnostic failure(Runnable statement) {
        RivetException failure = catchThrowableOfType(RivetException.class, statement::run);
        assertThat(failure).isNotNull();
        assertThat(failure.diagnostic().code()).isEqualTo(Code.SOURCE_CONNECTION_LOST);
        return failure.diagnostic();
    }

    @Test
    void terminatedBetweenTwoStatements() throws InterruptedException {
        try (Backend backend = connect()) {
            String process = process(backend);
            terminate(process);
            until(() -> isGone(process));

            Diagnostic told = failure(() -> backend.control().query("SELECT 1"));

            assertThat(told.message()).contains("57P01", "administrator command");
            assertThat(told.transience()).isEqualTo(Transience.TRANSIENT);
        }
    }

    @Test
    void terminatedWhileAStatementRuns() throws InterruptedException {
        try (Backend backend = connect()) {
            String process = process(backend);
            CompletableFuture<Diagnostic> told =
                    CompletableFuture.supplyAsync(
                            () ->
                                    failure(
                                            () ->
                                                    backend.control()
                                                            .query("SELECT pg_sleep(100)::text")));
            until(
                    () ->
                            SERVER.ask("SELECT state FROM pg_stat_activity WHERE pid = " + process)
                                    .equals("active"));
            terminate(process);

            assertThat(told.orTimeout(30, TimeUnit.SECONDS).join().message()).contains("57P01");
        }
    }

    @Test
    void transactionThatLastedTooLongIsNoPassingFailure() throws InterruptedException {
        try (Backend backend = connect()) {
            String process = process(backend);
            backend.control().query("SET transaction_timeout = '100ms'");
            backend.control().query("BEGIN");
            until(() -> isGone(process));

            Diagnostic told = failure(() -> backend.control().query("SELECT 1"));

            assertThat(told.message()).contains("25P04");
            assertThat(told.action()).contains("transaction_timeout");
            assertThat(told.transience()).isEqualTo(Transience.PERMANENT);
        }
    }

    @Test
    void transactionThatWasIdleTooLongIsAPassingFailure() throws InterruptedException {
        try (Backend backend = connect()) {
            String process = process(backend);
            backend.control().query("SET idle_in_transaction_session_timeout = '100ms'");
            backend.control().query("BEGIN");
            until(() -> isGone(process));

            Diagnostic told = failure(() -> backend.control().query("SELECT 1"));

            assertThat(told.message()).contains("25P03");
            assertThat(told.transience()).isEqualTo(Transience.TRANSIENT);
        }
    }

    @Test
    void terminatedBetweenDescribingAndReading() throws InterruptedException {
        Reading reading = new Reading(SERVER.source());
        try (SourceSession session = reading.open()) {
            var plan = session.describe(reading.query("SELECT 1 AS n"));
            String process =
                    SERVER.ask(
                            "SELECT pid FROM pg_stat_activity WHERE application_name ="
                                    + " 'rivet/1.0.0 orders'");
            terminate(process);
            until(() -> isGone(process));

            assertThatThrownBy(() -> session.read(plan, Reading.OPEN))
                    .isInstanceOf(RivetException.class)
                    .hasMessageContaining("57P01");
        }
    }
}
