package dev.rivet.source.mysql.connect;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.RivetException;
import dev.rivet.source.mysql.wire.ServerErrors;
import io.vertx.mysqlclient.MySQLException;
import io.vertx.sqlclient.Row;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Sees to it that a session has its settings. Blocks.
final class AppliedSettings {
    /// No right to set it, or no such setting, value or scope.
    private static final Set<Integer> REFUSALS = Set.of(1193, 1227, 1229, 1231, 1232, 1238, 1621);

    private AppliedSettings() {}

    /// Sets them, and looks whether they are set.
    ///
    /// @throws RivetException `SOURCE_SESSION_TIME_ZONE_NOT_APPLIED`,
    ///     `SOURCE_SESSION_SETTING_NOT_APPLIED`
    static void apply(Dialogue dialogue, SessionSettings settings) {
        settings.opening().forEach(each -> set(dialogue, each));
        Map<String, String> expected = settings.readBack();
        Row now = dialogue.askOne(values(expected.keySet()));
        int at = 0;
        for (Map.Entry<String, String> each : expected.entrySet()) {
            require(each.getKey(), each.getValue(), shown(now.getString(at)));
            at++;
        }
    }

    /// As text, whatever their types are.
    private static String values(Set<String> names) {
        return names.stream()
                .map(each -> "CONCAT(@@SESSION." + each + ")")
                .collect(Collectors.joining(", ", "SELECT ", ""));
    }

    /// The products have two ways to show what is switched on.
    private static String shown(@Nullable String value) {
        return "ON".equals(value) ? "1" : String.valueOf(value);
    }

    private static void set(Dialogue dialogue, String statement) {
        try {
            dialogue.ask(statement);
        } catch (RivetException refused) {
            if (refused.getCause() instanceof MySQLException said
                    && REFUSALS.contains(said.getErrorCode())) {
                throw refused(statement, said);
            }
            throw refused;
        }
    }

    private static RivetException refused(String statement, MySQLException said) {
        String message =
                "the server does not let the user make the session fit for reading: "
                        + statement
                        + " "
                        + ServerErrors.said(said);
        return Diagnostic.of(
                        Code.SOURCE_SESSION_SETTING_NOT_APPLIED,
                        message,
                        "Grant the user what the server's words ask for.")
                .toException(said);
    }

    private static void require(String name, String expected, String now) {
        if (!now.equals(expected)) {
            Code code =
                    name.equals("time_zone")
                            ? Code.SOURCE_SESSION_TIME_ZONE_NOT_APPLIED
                            : Code.SOURCE_SESSION_SETTING_NOT_APPLIED;
            String message =
                    "the session's %s stayed %s although rivet set %s"
                            .formatted(name, now, expected);
            throw Diagnostic.of(code, message).toException();
        }
    }
}
