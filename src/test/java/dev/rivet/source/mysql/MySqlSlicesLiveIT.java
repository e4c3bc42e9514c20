package dev.rivet.source.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.plan.Edge;
import dev.rivet.plan.Key;
import dev.rivet.plan.KeyType;
import dev.rivet.plan.KeyValue;
import dev.rivet.plan.Slice;
import dev.rivet.source.ReadPlan;
import dev.rivet.source.SourceSession;
import dev.rivet.testing.MySqlServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MySqlSlicesLiveIT implements SlicesContract {
    private static LiveSource live;

    @BeforeAll
    static void fill() {
        live = new LiveSource(MySqlServer.mySql());
        SlicesContract.fill(live);
    }

    @AfterAll
    static void close() {
        live.close();
    }

    @Override
    public LiveSource live() {
        return live;
    }

    /// The server has made the table's key, and hides it.
    @Test
    void aKeyThatTheServerMadeTellsRowsApart() {
        live.server()
                .execute(
                        "SET SESSION sql_generate_invisible_primary_key = ON",
                        "DROP TABLE IF EXISTS c_hidden",
                        "CREATE TABLE c_hidden (id INT, at INT, KEY (at))",
                        "INSERT INTO c_hidden SELECT n, n % 2 FROM c_numbers");
        try (SourceSession session = live.open()) {
            ReadPlan plan = session.describe(SliceReads.table("c_hidden"));
            KeyValue one = new KeyValue(KeyType.INTEGER, "1");
            for (String column : List.of("at", "my_row_id", "id")) {
                Key key = Key.of(column);
                List<String> ids = new ArrayList<>();
                for (Slice each :
                        List.of(
                                new Slice.Between(key, null, Edge.excluding(one)),
                                new Slice.Between(key, Edge.including(one), null),
                                new Slice.WithoutKey(key))) {
                    ids.addAll(SliceReads.ids(session, plan, each));
                }
                assertThat(ids).hasSize(1_000).doesNotHaveDuplicates();
            }
        }
    }
}
