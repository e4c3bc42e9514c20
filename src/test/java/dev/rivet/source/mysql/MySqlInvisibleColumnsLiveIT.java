package dev.rivet.source.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.source.SourceSession;
import dev.rivet.testing.MySqlServer;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MySqlInvisibleColumnsLiveIT implements InvisibleColumnsContract {
    private static LiveSource live;

    @BeforeAll
    static void open() {
        live = new LiveSource(MySqlServer.mySql());
    }

    @AfterAll
    static void close() {
        live.close();
    }

    @Override
    public LiveSource live() {
        return live;
    }

    @AfterEach
    void restoreDefaults() {
        live.server()
                .execute(
                        "SET GLOBAL show_gipk_in_create_table_and_information_schema = DEFAULT",
                        "DROP TABLE IF EXISTS keyed_by_server");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ON", "OFF"})
    void aKeyThatTheServerGeneratedIsReadWhateverItsCatalogHides(String shown) {
        live.server()
                .execute(
                        "SET GLOBAL show_gipk_in_create_table_and_information_schema = " + shown,
                        "SET sql_generate_invisible_primary_key = ON",
                        "CREATE TABLE keyed_by_server (v INT)",
                        "INSERT INTO keyed_by_server VALUES (7), (8)");
        try (SourceSession session = live.open()) {
            assertThat(
                            InvisibleColumnsContract.read(
                                    session, InvisibleColumnsContract.table("keyed_by_server", 1)))
                    .isEqualTo(
                            new InvisibleColumnsContract.Read(
                                    "key ranges by my_row_id, one snapshot",
                                    List.of("my_row_id", "v"),
                                    List.of(
                                            List.of(BigInteger.ONE, 7),
                                            List.of(BigInteger.TWO, 8))));
        }
    }
}
