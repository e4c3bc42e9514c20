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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MariaDbSlicesLiveIT implements SlicesContract {
    private static LiveSource live;

    @BeforeAll
    static void fill() {
        live = new LiveSource(MySqlServer.mariaDb());
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

    @Test
    void anEmptyTextIsNoNull() {
        assertCoveredIn("EMPTY_STRING_IS_NULL");
    }

    /// In an order of the server's own.
    @Test
    void aUuidIsAKey() {
        live.server()
                .execute(
                        "DROP TABLE IF EXISTS c_uuids",
                        "CREATE TABLE c_uuids (id INT PRIMARY KEY, k UUID, KEY (k))",
                        "INSERT INTO c_uuids SELECT n, IF(n % 9 = 0, NULL, UUID()) FROM c_numbers");
        SliceReads reads = new SliceReads(live);
        try (SourceSession session = live.open()) {
            KeyValue middle = reads.value(session, "c_uuids", "k", "500");
            assertThat(middle.type()).isEqualTo(KeyType.UUID);
            ReadPlan plan = session.describe(SliceReads.table("c_uuids"));
            Slice low = new Slice.Between(Key.of("k"), null, Edge.including(middle));
            assertThat(SliceReads.ids(session, plan, low))
                    .isEqualTo(
                            reads.wanted(
                                    "c_uuids", "k <= (SELECT x.k FROM c_uuids x WHERE x.id = 500)"))
                    .contains("500");
        }
    }
}
