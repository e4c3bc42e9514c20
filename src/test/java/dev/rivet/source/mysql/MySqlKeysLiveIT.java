package dev.rivet.source.mysql;

import dev.rivet.testing.MySqlServer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class MySqlKeysLiveIT implements PageKeysContract, CharsetKeysContract {
    private static LiveSource live;
    private static KeyTables tables;

    @BeforeAll
    static void fill() {
        live = new LiveSource(MySqlServer.mySql());
        tables = new KeyTables(live);
    }

    @AfterAll
    static void close() {
        live.close();
    }

    @Override
    public KeyTables tables() {
        return tables;
    }

    @Override
    public List<String> collations() {
        return List.of(
                "utf8mb4_0900_ai_ci",
                "utf8mb4_0900_as_cs",
                "utf8mb4_0900_bin",
                "utf8mb4_de_pb_0900_ai_ci",
                "utf8mb4_general_ci",
                "utf8mb4_unicode_ci",
                "utf8mb4_bin",
                "ucs2_unicode_ci",
                "utf32_bin",
                "latin1_swedish_ci",
                "latin1_german2_ci",
                "latin1_bin",
                "latin2_czech_cs",
                "cp1250_czech_cs",
                "tis620_thai_ci",
                "sjis_japanese_ci",
                "gb18030_unicode_520_ci");
    }

    @Override
    public List<String> modes() {
        return List.of("ANSI", "NO_BACKSLASH_ESCAPES", "PIPES_AS_CONCAT,IGNORE_SPACE");
    }

    @Override
    public List<String> allCollations() {
        return tables.strings(
                "SELECT COLLATION_NAME FROM information_schema.COLLATIONS WHERE CHARACTER_SET_NAME <> 'binary'");
    }

    @Override
    public boolean ordersCharsAsItComparesThem(String collation) {
        return true;
    }
}
