package dev.rivet.source.mysql;

import dev.rivet.testing.MySqlServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MariaDbSurveysLiveIT implements SurveysContract {
    private static LiveSource live;

    @BeforeAll
    static void fill() {
        live = new LiveSource(MySqlServer.mariaDb());
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
        live.server()
                .execute(
                        "SET SESSION histogram_type = JSON_HB",
                        "SET SESSION histogram_size = 32",
                        "ANALYZE TABLE v_plain PERSISTENT FOR ALL");
        assertAHistogramIsUsed();
    }
}
