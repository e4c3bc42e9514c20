package dev.rivet.source.mysql;

import dev.rivet.testing.MySqlServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class MySqlOtherServerLiveIT implements OtherServerContract {
    private static LiveSource live;
    private static MySqlServer other;

    @BeforeAll
    static void open() {
        live = new LiveSource(MySqlServer.mySql());
        other = MySqlServer.startOwnMySql();
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
