package dev.rivet.source.mysql;

import dev.rivet.testing.MySqlServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class MariaDbMeasuresLiveIT implements MeasuresContract {
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
}
