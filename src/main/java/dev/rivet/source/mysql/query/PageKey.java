package dev.rivet.source.mysql.query;

import dev.rivet.source.mysql.type.SourceColumn;
import dev.rivet.source.mysql.wire.WireTemporal;
import dev.rivet.source.mysql.wire.WireType;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.regex.Pattern;

/// A unique, never NULL, indexed column that a table can be paged by.
///
/// @param position where the column is in the selection
/// @param placeholder the expression that stands for a key's value in a statement
public record PageKey(String column, int position, String index, Form form, String placeholder) {
    private static final Pattern CATALOG_WORD = Pattern.compile("[A-Za-z0-9_]+");

    /// How a key travels back to the server.
    enum Form {
        INTEGER,
        /// As the signed number of the same bits, which the server's cast turns back.
        UNSIGNED_BIGINT,
        TEXT,
        BYTES,
        DATE,
        DATETIME
    }

    /// The key over this column, if its type is one whose values can be handed back exactly.
    ///
    /// @param charset the catalog's character set of the column; empty when it has none
    /// @param collation its collation; empty when it has none
    public static Optional<PageKey> over(
            SourceColumn column, int position, String index, String charset, String collation) {
        return form(column)
                .filter(form -> form != Form.TEXT || isCatalogWord(charset, collation))
                .map(
                        form ->
                                new PageKey(
                                        column.name(),
                                        position,
                                        index,
                                        form,
                                        placeholder(form, charset, collation)));
    }

    private static boolean isCatalogWord(String charset, String collation) {
        return CATALOG_WORD.matcher(charset).matches() && CATALOG_WORD.matcher(collation).matches();
    }

    private static Optional<Form> form(SourceColumn column) {
        return switch (column.kind()) {
            case TINY_BOOLEAN -> Optional.of(Form.INTEGER);
            case INTEGER ->
                    Optional.of(
                            column.wire().isUnsigned() && column.wire().type() == WireType.LONGLONG
                                    ? Form.UNSIGNED_BIGINT
                                    : Form.INTEGER);
            case TEXT -> Optional.of(Form.TEXT);
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
            case TEXT -> "CONVERT(? USING " + charset + ") COLLATE " + collation;
        };
    }

    /// The bind value for the key in a row's bytes; empty for a date that the calendar lacks,
    /// which the server would not take back.
    Optional<Object> bindValue(KeyBytes key) {
        return switch (form) {
            case INTEGER, UNSIGNED_BIGINT -> Optional.of(key.integer());
            case TEXT -> Optional.of(new String(key.bytes(), StandardCharsets.UTF_8));
            case BYTES -> Optional.of(Buffer.buffer(key.bytes()));
            case DATE -> date(key);
            case DATETIME -> datetime(key);
        };
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

    /// The key as people would write it.
    public String display(KeyBytes key) {
        return switch (form) {
            case INTEGER -> Long.toString(key.integer());
            case UNSIGNED_BIGINT -> Long.toUnsignedString(key.integer());
            case TEXT -> new String(key.bytes(), StandardCharsets.UTF_8);
            case BYTES -> java.util.HexFormat.of().formatHex(key.bytes());
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
