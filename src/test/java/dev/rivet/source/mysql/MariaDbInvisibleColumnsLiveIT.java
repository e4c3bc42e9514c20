package dev.rivet.source.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.source.SourceSession;
import dev.rivet.testing.MySqlServer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MariaDbInvisibleColumnsLiveIT implements InvisibleColumnsContract {
    private static LiveSource live;

    @BeforeAll
    static void open() {
        live = new LiveSource(MySqlServer.mariaDb());
    }

    @AfterAll
    static void close() {
        live.close();
    }

    @Override
    public LiveSource live() {
        return live;
    }

    /// Columns that somebody has declared are columns of the table.
    @Test
    void whatTheServerAddsForItsHistoryIsNoColumn() {
        live.server()
                .execute(
                        "DROP TABLE IF EXISTS kept, kept_by_name",
                        "CREATE TABLE kept (a INT, b INT) WITH SYSTEM VERSIONING",
                        "CREATE TABLE kept_by_name (a INT, since TIMESTAMP(6) GENERATED ALWAYS AS"
                                + " ROW START INVISIBLE, until TIMESTAMP(6) GENERATED ALWAYS AS"
                                + " ROW END INVISIBLE, PERIOD FOR SYSTEM_TIME (since, until))"
                                + " WITH SYSTEM VERSIONING");
        assertThat(columns("kept")).containsExactly("a", "b");
        assertThat(columns("kept_by_name")).containsExactly("a", "since", "until");
    }

    private static List<String> columns(String table) {
        try (SourceSession session = live.open()) {
            return InvisibleColumnsContract.read(session, InvisibleColumnsContract.table(table, 1))
                    .columns();
        }
    }
}
