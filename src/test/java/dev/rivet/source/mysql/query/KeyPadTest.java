package dev.rivet.source.mysql.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.source.mysql.type.SourceColumn;
import dev.rivet.source.mysql.wire.WireColumn;
import dev.rivet.source.mysql.wire.WireType;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyPadTest {
    @ParameterizedTest
    @CsvSource({
        "latin1, 61202020, 61",
        "latin1, 2061, 2061",
        "latin1, 2020, ''",
        "sjis, 8140, 8140",
        "utf8mb4, E38080, E38080",
        "ucs2, 0061002000200020, 0061",
        "ucs2, 00612000, 00612000",
        "utf16, 00200020, ''",
        "utf16le, 610020002000, 6100",
        "utf16le, 61000020, 61000020",
        "utf32, 000000610000002000000020, 00000061",
    })
    void theBlanksAtTheEndOfACharDoNotGoBack(String charset, String key, String trimmed) {
        KeyPad pad = KeyPad.of(column(WireType.STRING, 255), charset);
        assertThat(hex(pad.trimmed(HexFormat.of().parseHex(key)))).isEqualTo(trimmed);
    }

    @Test
    void allOtherKeysStayAsTheyAre() {
        byte[] key = HexFormat.of().parseHex("6120");
        assertThat(KeyPad.of(column(WireType.VAR_STRING, 255), "utf8mb4").trimmed(key))
                .isSameAs(key);
        assertThat(KeyPad.of(column(WireType.STRING, 63), "").trimmed(key)).isSameAs(key);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().withUpperCase().formatHex(bytes);
    }

    private static SourceColumn column(WireType type, int charset) {
        return new SourceColumn(new WireColumn("", "", "", "k", charset, 20, type, 0, 0), "");
    }
}
