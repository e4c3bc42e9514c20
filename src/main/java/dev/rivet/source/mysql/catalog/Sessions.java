package dev.rivet.source.mysql.catalog;

import dev.rivet.source.mysql.connect.Link;
import io.vertx.sqlclient.Row;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// Who is behind a server's connections.
///
/// @param words by the connection's number: `app@10.0.0.7:3306, Sleep`
record Sessions(Map<Long, String> words) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    Sessions {
        words = Map.copyOf(words);
    }

    static Sessions of(Link link) {
        Map<Long, String> words = new HashMap<>();
        for (Row each : link.ask("SHOW PROCESSLIST")) {
            String state = Catalog.text(each.getValue("State"));
            words.put(
                    each.getLong("Id"),
                    Catalog.text(each.getValue("User"))
                            + "@"
                            + Catalog.text(each.getValue("Host"))
                            + ", "
                            + Catalog.text(each.getValue("Command"))
                            + (state.isEmpty() ? "" : ", " + state));
        }
        return new Sessions(words);
    }

    /// A transaction, and what helps to find it.
    String words(OpenTransaction transaction) {
        String since = ", open since " + TIME.format(transaction.started()) + " UTC";
        if (transaction.connection() == 0) {
            return "a prepared transaction (see XA RECOVER)" + since;
        }
        String who = words.getOrDefault(transaction.connection(), "");
        return String.format(
                Locale.ROOT,
                "session %d%s%s",
                transaction.connection(),
                who.isEmpty() ? "" : " (" + who + ")",
                since);
    }
}
