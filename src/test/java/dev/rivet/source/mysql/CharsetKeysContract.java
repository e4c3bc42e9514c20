package dev.rivet.source.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every code of every character set of the server as a key, under its default collation and its
/// binary one. With `-Drivet.test.charsets=all` under every collation, and with all pairs of the
/// codes of one byte.
interface CharsetKeysContract {
    boolean ALL = "all".equals(System.getProperty("rivet.test.charsets"));

    /// How many are read in pages of one row, too.
    int SINGLE = ALL ? 2_000 : 150;

    KeyTables tables();

    @TestFactory
    default Stream<DynamicTest> everyCodeIsReadOnce() {
        return tables()
                .strings(
                        "SELECT CHARACTER_SET_NAME FROM information_schema.CHARACTER_SETS"
                                + " WHERE CHARACTER_SET_NAME <> 'binary' ORDER BY 1")
                .stream()
                .map(charset -> dynamicTest(charset, () -> everyCode(charset)));
    }

    private void everyCode(String charset) {
        boolean longer = isOfSeveralBytes(charset);
        String[] codes = codes(charset, longer || ALL);
        for (String collation : collations(charset)) {
            String type = "VARCHAR(8) CHARACTER SET " + charset + " COLLATE " + collation;
            tables().create("k_codes", type, codes);
            int rows = tables().assertRead("k_codes", 97);
            assertThat(rows).as(collation).isGreaterThan(longer ? 10_000 : 90);
            int step = Math.max(1, rows / SINGLE);
            tables().create(
                            "k_some",
                            type,
                            "SELECT k FROM k_codes WHERE MOD(CRC32(own), " + step + ") = 0");
            tables().assertRead("k_some", 1);
        }
    }

    private boolean isOfSeveralBytes(String charset) {
        return tables().strings(
                                "SELECT 1 FROM information_schema.CHARACTER_SETS"
                                        + " WHERE MAXLEN > 1 AND CHARACTER_SET_NAME = '"
                                        + charset
                                        + "'")
                        .size()
                == 1;
    }

    private List<String> collations(String charset) {
        String few = " AND (IS_DEFAULT = 'Yes' OR COLLATION_NAME = '" + charset + "_bin')";
        return tables().strings(
                        "SELECT COLLATION_NAME FROM information_schema.COLLATIONS"
                                + " WHERE CHARACTER_SET_NAME = '"
                                + charset
                                + "'"
                                + (ALL ? "" : few));
    }

    /// Queries for all codes of one and two bytes, and for some of the longer ones.
    private static String[] codes(String charset, boolean twoBytes) {
        List<String> codes = new ArrayList<>();
        switch (charset) {
            case "ucs2" -> codes.add(code(2, "n", 1));
            case "utf16", "utf16le" -> {
                codes.add(code(2, "n", 1));
                codes.add(code(4, "0xD800DC00 + n DIV 64 * 65536 + n % 64 * 16", 5));
            }
            case "utf32" -> {
                codes.add(code(4, "n", 1));
                codes.add(code(4, "65536 + n * 16", 5));
            }
            default -> {
                codes.add(code(1, "n", 1));
                if (twoBytes) {
                    codes.add(code(2, "n", 1));
                }
                codes.addAll(longer(charset));
            }
        }
        return codes.toArray(String[]::new);
    }

    private static List<String> longer(String charset) {
        String threeBytes = "0xE08080 + n DIV 4096 * 65536 + n DIV 64 % 64 * 256 + n % 64";
        return switch (charset) {
            case "ujis", "eucjpms" -> List.of(code(3, "0x8F0000 + n", 1));
            case "utf8", "utf8mb3" -> List.of(code(3, threeBytes, 5));
            case "utf8mb4" ->
                    List.of(
                            code(3, threeBytes, 5),
                            code(
                                    4,
                                    "0xF0908080 + n DIV 16384 * 16777216 + n DIV 256 % 64 * 65536"
                                            + " + n DIV 4 % 64 * 256 + n % 4 * 16",
                                    5));
            case "gb18030" ->
                    List.of(
                            code(
                                    4,
                                    "0x81308130 + n DIV 525 * 16777216 + n DIV 52 % 10 * 65536"
                                            + " + n * 12 DIV 5 % 126 * 256 + n % 10",
                                    5));
            default -> List.of();
        };
    }

    /// Numbers as so many bytes.
    ///
    /// @param number an expression over n
    /// @param step every how many-th n is taken
    private static String code(int bytes, String number, int step) {
        String limit = bytes == 1 ? " AND n < 256" : "";
        return String.format(
                Locale.ROOT,
                "SELECT UNHEX(LPAD(HEX(%s), %d, '0')) FROM k_numbers WHERE n %% %d = 0%s",
                number,
                2 * bytes,
                step,
                limit);
    }
}
