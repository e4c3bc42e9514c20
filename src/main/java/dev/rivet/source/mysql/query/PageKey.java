package dev.rivet.source.mysql.query;

import dev.rivet.source.mysql.type.Identifiers;
import dev.rivet.source.mysql.type.SourceColumn;
import dev.rivet.source.mysql.wire.WireTemporal;
import dev.rivet.source.mysql.wire.WireType;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// A unique, never NULL, indexed column that a table can be paged by.
///
/// @param position where the column is in the selection
/// @param placeholder the expression that stands for a key's value in a statement
/// @param pad what the server may fill a key up with
public record PageKey(
        String column, int position, String index, Form form, String placeholder, KeyPad pad) {
    private static final HexFormat HEX = HexFormat.of();
    private static final Pattern CATALOG_WORD = Pattern.compile("[A-Za-z0-9_]+");

    /// The character sets whose text reaches us as its own bytes, on a connection of utf8mb4.
    private static final Set<String> SENT_AS_THEY_ARE = Set.of("utf8mb4", "utf8mb3", "utf8");

    /// How a key travels back to the server.
    enum Form {
        INTEGER,
        /// As the signed number of the same bits, which the server's cast turns back.
        UNSIGNED_BIGINT,
        TEXT,
        /// Text whose way through utf8mb4 and back need not lead to the same bytes.
        FOREIGN_TEXT,
        BYTES,
        DATE,
        DATETIME;

        boolean isText() {
            return this == TEXT || this == FOREIGN_TEXT;
        }
    }

    /// The key over this column, if its type is one whose values can be handed back exactly.
    ///
    /// @param charset the catalog's character set of the column; empty when it has none
    /// @param collation its collation; empty when it has none
    public static Optional<PageKey> over(
            SourceColumn column, int position, String index, String charset, String collation) {
        return form(column, charset)
                .filter(form -> !form.isText() || isCatalogWord(charset, collation))
                .map(
                        form ->
                                new PageKey(
                                        column.name(),
                                        position,
                                        index,
                                        form,
                                        placeholder(form, charset, collation),
                                        KeyPad.of(column, charset)));
    }

    /// Whether MariaDB would put the column's keys in another order than it compares them in: of a
    /// CHAR with a NO PAD collation its indexes compare the blanks, too, and its conditions do not.
    public static boolean isFilledUpInMariaDb(SourceColumn column, String collation) {
        return column.wire().type() == WireType.STRING
                && (collation.contains("nopad") || collation.contains("_0900_"));
    }

    private static boolean isCatalogWord(String charset, String collation) {
        return CATALOG_WORD.matcher(charset).matches() && CATALOG_WORD.matcher(collation).matches();
    }

    private static Optional<Form> form(SourceColumn column, String charset) {
        return switch (column.kind()) {
            case TINY_BOOLEAN -> Optional.of(Form.INTEGER);
            case INTEGER ->
                    Optional.of(
                            column.wire().isUnsigned() && column.wire().type() == WireType.LONGLONG
                                    ? Form.UNSIGNED_BIGINT
                                    : Form.INTEGER);
            case TEXT ->
                    Optional.of(SENT_AS_THEY_ARE.contains(charset) ? Form.TEXT : Form.FOREIGN_TEXT);
            case BYTES -> Optional.of(Form.BYTES);
            case DATE -> Optional.of(Form.DATE);
            case DATETIME, TIMESTAMP -> Optional.of(Form.DATETIME);
            case BITS,
                    YEAR,
                    DECIMAL,
                    FLOAT,
                    DOUBLE,
                    TIME,
                    LABEL,
                    JSON,
                    UUID_TEXT,
                    ADDRESS_TEXT,
                    GEOMETRY,
                    UNTYPED,
                    UNKNOWN ->
                    Optional.empty();
        };
    }

    private static String placeholder(Form form, String charset, String collation) {
        return switch (form) {
            case INTEGER, BYTES, DATE, DATETIME -> "?";
            case UNSIGNED_BIGINT -> "CAST(? AS UNSIGNED)";
            // A parameter of bytes would be checked, and changed, as if it were text of utf8mb4.
            case TEXT, FOREIGN_TEXT ->
                    "CONVERT(UNHEX(?) USING " + charset + ") COLLATE " + collation;
        };
    }

    /// What a statement reads beside the columns, behind them, to know the key's own bytes.
    Optional<String> ownBytes() {
        return form == Form.FOREIGN_TEXT
                ? Optional.of("CAST(" + Identifiers.quote(column) + " AS BINARY)")
                : Optional.empty();
    }

    /// Where a key's own bytes are among the columns of a statement.
    public int ownPosition(int columns) {
        return form == Form.FOREIGN_TEXT ? columns - 1 : position;
    }

    /// The bind value for the key in a row's bytes; empty for what the server would not take back
    /// as it is: a date that the calendar lacks, and an empty string, which is NULL to some.
    Optional<Object> bindValue(KeyBytes key) {
        return switch (form) {
            case INTEGER, UNSIGNED_BIGINT -> Optional.of(key.integer());
            case TEXT, FOREIGN_TEXT -> filled(pad.trimmed(key.bytes())).map(HEX::formatHex);
            case BYTES -> filled(key.bytes()).map(Buffer::buffer);
            case DATE -> date(key);
            case DATETIME -> datetime(key);
        };
    }

    private static Optional<byte[]> filled(byte[] key) {
        return key.length == 0 ? Optional.empty() : Optional.of(key);
    }

    private static Optional<Object> date(KeyBytes key) {
        long day = WireTemporal.epochDay(key.bytes(), 0, key.length());
        return day == WireTemporal.NOT_A_DATE
                ? Optional.empty()
                : Optional.of(LocalDate.ofEpochDay(day));
    }

    private static Optional<Object> datetime(KeyBytes key) {
        long micros = WireTemporal.micros(key.bytes(), 0, key.length());
        if (micros == WireTemporal.NOT_A_DATE) {
            return Optional.empty();
        }
        long second = Math.floorDiv(micros, WireTemporal.MICROS_PER_SECOND);
        int nano = (int) Math.floorMod(micros, WireTemporal.MICROS_PER_SECOND) * 1000;
        return Optional.of(LocalDateTime.ofEpochSecond(second, nano, java.time.ZoneOffset.UTC));
    }

    public boolean isInteger() {
        return form == Form.INTEGER || form == Form.UNSIGNED_BIGINT;
    }

    /// A number that has the order of the integer keys, unsigned ones included. The same step leads
    /// back from it.
    public long ordered(long integer) {
        return form == Form.UNSIGNED_BIGINT ? integer ^ Long.MIN_VALUE : integer;
    }

    /// An integer key from the server's text.
    public long parsed(String integer) {
        return form == Form.UNSIGNED_BIGINT
                ? Long.parseUnsignedLong(integer)
                : Long.parseLong(integer);
    }

    /// An integer key as people would write it.
    String shown(long integer) {
        return form == Form.UNSIGNED_BIGINT
                ? Long.toUnsignedString(integer)
                : Long.toString(integer);
    }

    /// The key as people would write it.
    public String display(KeyBytes key) {
        return switch (form) {
            case INTEGER, UNSIGNED_BIGINT -> shown(key.integer());
            case TEXT, FOREIGN_TEXT -> new String(key.bytes(), StandardCharsets.UTF_8);
            case BYTES -> HEX.formatHex(key.bytes());
            case DATE ->
                    new String(
                            WireTemporal.dateText(key.bytes(), 0, key.length()),
                            StandardCharsets.US_ASCII);
            case DATETIME ->
                    new String(
                            WireTemporal.datetimeText(key.bytes(), 0, key.length(), 6),
                            StandardCharsets.US_ASCII);
        };
    }
}
