package dev.rivet.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.Place;
import java.util.List;
import org.junit.jupiter.api.Test;

class ErrorObjectTest {
    private static final Diagnostic LOST =
            Diagnostic.of(Code.SOURCE_CONNECTION_LOST, "gone").asTransient();

    @Test
    void theWorstFailureIsAtTheTop() {
        var object =
                ErrorObject.of(
                        List.of(
                                LOST,
                                Diagnostic.of(Code.VALIDATE_FAILED, "first wrong"),
                                Diagnostic.of(Code.DEST_PART_ROWS_MISMATCH, "last wrong"),
                                Diagnostic.of(Code.STATE_SCHEMA_NEWER, "newer")));

        assertThat(object)
                .containsEntry("error", "last wrong")
                .containsEntry("exit_class", 3)
                .containsEntry("exit_code", 3)
                .containsEntry("class", "data_integrity")
                .containsEntry("kind", "integrity")
                .containsEntry("code", "RIVET_DEST_PART_ROWS_MISMATCH")
                .containsEntry("retryable", false);
        assertThat((List<?>) object.get("failures")).hasSize(4);
    }

    @Test
    void aFailureIsWholeAndInItsPlace() {
        var object = ErrorObject.of(List.of(LOST.at(Place.table("t").inExport("orders"))));

        assertThat(SummaryJson.line(object))
                .isEqualTo(
                        "{\"error\":\"gone\",\"exit_class\":2,"
                                + "\"code\":\"RIVET_SOURCE_CONNECTION_LOST\",\"exit_code\":2,"
                                + "\"class\":\"retryable\",\"kind\":\"environment\","
                                + "\"action\":\"Run again once the server is back.\","
                                + "\"retryable\":true,\"failures\":[{\"export\":\"orders\","
                                + "\"table\":\"t\",\"code\":\"RIVET_SOURCE_CONNECTION_LOST\","
                                + "\"kind\":\"environment\",\"class\":\"retryable\","
                                + "\"exit_code\":2,\"retryable\":true,"
                                + "\"action\":\"Run again once the server is back.\","
                                + "\"message\":\"gone\"}]}");
    }

    @Test
    void theProcessMayEndDifferently() {
        assertThat(ErrorObject.of(List.of(LOST), 143))
                .containsEntry("exit_class", 143)
                .containsEntry("exit_code", 143)
                .containsEntry("class", "retryable");
    }

    @Test
    void secretsAndControlCharactersStayOut() {
        var object =
                ErrorObject.of(
                        List.of(
                                Diagnostic.of(
                                        Code.SOURCE_CONNECT_FAILED,
                                        "\u001b[31mpostgres://a:geheim@db\nsecond line")));

        assertThat(object).containsEntry("error", "\\u{1b}[31mpostgres://REDACTED@db\nsecond line");
    }
}
