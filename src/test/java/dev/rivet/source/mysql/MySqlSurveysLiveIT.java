package dev.rivet.source.mysql;

import dev.rivet.testing.MySqlServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MySqlSurveysLiveIT implements SurveysContract {
    private static LiveSource live;

    @BeforeAll
    static void fill() {
        live = new LiveSource(MySqlServer.mySql());
        SurveysContract.fill(live);
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
    void aHistogramTellsWhereKeysAre() {
        live.server().execute("ANALYZE TABLE v_plain UPDATE HISTOGRAM ON k WITH 32 BUCKETS");
        assertAHistogramIsUsed();
    }
}
