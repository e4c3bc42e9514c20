package dev.rivet.source.mysql;

import dev.rivet.testing.MySqlServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class MariaDbOtherServerLiveIT implements OtherServerContract {
    private static LiveSource live;
    private static MySqlServer other;

    @BeforeAll
    static void open() {
        live = new LiveSource(MySqlServer.mariaDb());
        other = MySqlServer.startOwnMariaDb();
    }

    @AfterAll
    static void close() {
        other.close();
        live.close();
    }

    @Override
    public LiveSource live() {
        return live;
    }

    @Override
    public MySqlServer other() {
        return other;
    }
}
