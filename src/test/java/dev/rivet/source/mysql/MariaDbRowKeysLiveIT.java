package dev.rivet.source.mysql;

import dev.rivet.testing.MySqlServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class MariaDbRowKeysLiveIT implements RowKeysContract {
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

    @Override
    public int alsoRead(Keyed keyed) {
        return keyed == Keyed.STAMPS || keyed == Keyed.DOWN ? ROWS / 4 : 0;
    }
}
