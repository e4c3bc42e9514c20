package dev.rivet.source.mysql;

import dev.rivet.testing.MySqlServer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class MariaDbKeysLiveIT implements PageKeysContract, CharsetKeysContract {
    private static LiveSource live;
    private static KeyTables tables;

    @BeforeAll
    static void fill() {
        live = new LiveSource(MySqlServer.mariaDb());
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
                "utf8mb4_uca1400_ai_ci",
                "utf8mb4_0900_ai_ci",
                "utf8mb4_uca1400_nopad_as_cs",
                "utf8mb4_general_ci",
                "utf8mb4_general_nopad_ci",
                "utf8mb4_unicode_ci",
                "utf8mb4_bin",
                "utf8mb4_nopad_bin",
                "ucs2_unicode_nopad_ci",
                "utf16le_nopad_bin",
                "utf32_nopad_bin",
                "latin1_swedish_ci",
                "latin1_swedish_nopad_ci",
                "latin1_german2_ci",
                "latin1_nopad_bin",
                "latin2_czech_cs",
                "cp1250_czech_cs",
                "tis620_thai_nopad_ci",
                "sjis_japanese_nopad_ci");
    }

    @Override
    public List<String> modes() {
        return List.of(
                "ANSI",
                "NO_BACKSLASH_ESCAPES",
                "EMPTY_STRING_IS_NULL",
                "ORACLE",
                "ORACLE,EMPTY_STRING_IS_NULL,NO_BACKSLASH_ESCAPES");
    }

    @Override
    public List<String> allCollations() {
        return tables.strings(
                "SELECT FULL_COLLATION_NAME FROM information_schema.COLLATION_CHARACTER_SET_APPLICABILITY WHERE CHARACTER_SET_NAME <> 'binary'");
    }

    @Override
    public boolean ordersCharsAsItComparesThem(String collation) {
        return !collation.contains("nopad") && !collation.contains("_0900_");
    }
}
