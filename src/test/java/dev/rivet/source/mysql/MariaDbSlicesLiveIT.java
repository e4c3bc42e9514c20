package dev.rivet.source.mysql;

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
}
