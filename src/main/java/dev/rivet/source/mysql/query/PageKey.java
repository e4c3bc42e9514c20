package dev.rivet.source.mysql.query;

import dev.rivet.source.mysql.type.Identifiers;
import dev.rivet.source.mysql.type.SourceColumn;
import dev.rivet.source.mysql.type.SourceKind;
import dev.rivet.source.mysql.wire.WireTemporal;
import dev.rivet.source.mysql.wire.WireType;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/// A unique, never NULL, indexed column that a table can be paged by.
///
/// @param position where the column is in the selection
/// @param placeholder the expression that stands for a key's value in a statement
/// @param pad what the server may fill a key up with
public record PageKey(
        String column, int position, String index, KeyForm form, String placeholder, KeyPad pad) {
    private static final HexFormat HEX = HexFormat.of();
    private static final Pattern CATALOG_WORD = Pattern.compile("[A-Za-z0-9_]+");

    /// The key over this column, if its type is one whose values can be handed back exactly.
    ///
    /// @param charset the catalog's character set of the column; empty when it has none
    /// @param collation its collation; empty when it has none
    public static Optional<PageKey> over(
            SourceColumn column, int position, String index, String charset, String collation) {
        return part(column, position, index, charset, collation)
                .filter(key -> key.form().isForTables() && column.kind() != SourceKind.YEAR);
    }

    /// The same for a column that is not a key by itself, but part of an index.
    public static Optional<PageKey> part(
            SourceColumn column, int position, String index, String charset, String collation) {
        return KeyForm.of(column, charset)
                .filter(form -> !form.isText() || isCatalogWord(charset, collation))
                .map(
                        form ->
                                new PageKey(
                                        column.name(),
                                        position,
                                        index,
                                        form,
                                        form.placeholder(column, charset, collation),
                                        KeyPad.of(column, charset)));
    }

    /// Whether MariaDB would put the column's keys in another order than it compares them in:
    /// of a CHAR with a NO PAD collation its indexes compare the blanks, too, and its
    /// conditions do not.
    public static boolean isFilledUpInMariaDb(SourceColumn column, String collation) {
        return column.wire().type() == WireType.STRING
                && (collation.contains("nopad") || collation.contains("_0900_"));
    }

    static boolean isCatalogWord(String charset, String collation) {
        return CATALOG_WORD.matcher(charset).matches() && CATALOG_WORD.matcher(collation).matches();
    }

    /// What a statement reads beside the columns, behind them, to know the key's own bytes.
    Optional<String> ownBytes() {
        return comesApart()
                ? Optional.of("CAST(" + Identifiers.quote(column) + " AS BINARY)")
                : Optional.empty();
    }

    /// Whether its own bytes are a column of their own, behind the others.
    public boolean comesApart() {
        return form == KeyForm.FOREIGN_TEXT;
    }

    /// The bind value for the key in a row's bytes; empty for what the server would not take back
    /// as it is: a date that the calendar lacks, and an empty string, which is NULL to some.
    Optional<Object> bindValue(KeyBytes key) {
        return switch (form) {
            case INTEGER, UNSIGNED_BIGINT -> Optional.of(key.integer());
            case DECIMAL -> Optional.of(new String(key.bytes(), StandardCharsets.US_ASCII));
            case FLOAT, DOUBLE -> Optional.of(key.number(form));
            case TEXT, FOREIGN_TEXT -> filled(pad.trimmed(key.bytes())).map(HEX::formatHex);
            case BYTES -> filled(key.bytes()).map(Buffer::buffer);
            case DATE -> date(key);
            case DATETIME -> datetime(key);
        };
    }

    /// The key in a row's bytes as a piece of SQL; empty for a date that is neither in the
    /// calendar nor zero.
    Optional<Operand> operand(KeyBytes key) {
        if (key.isNull()) {
            return Optional.of(Operand.NULL);
        }
        if (key.length() == 0 && form.isText()) {
            return Optional.of(Operand.of(placeholder.replace("UNHEX(?)", "X''")));
        }
        if (key.length() == 0 && form == KeyForm.BYTES) {
            return Optional.of(Operand.of("X''"));
        }
        if (form.isCalendar() && key.isZero()) {
            return Optional.of(Operand.of("0"));
        }
        return bindValue(key).map(value -> Operand.of(placeholder, value));
    }

    /// The same from the text that [KeyForm#asText] makes of a key.
    Optional<Operand> operandOf(String text) {
        return switch (form) {
            case INTEGER -> Optional.of(Operand.of(placeholder, Long.parseLong(text)));
            case UNSIGNED_BIGINT ->
                    Optional.of(Operand.of(placeholder, Long.parseUnsignedLong(text)));
            case FLOAT, DOUBLE -> Optional.of(Operand.of(placeholder, Double.parseDouble(text)));
            case DECIMAL -> Optional.of(Operand.of(placeholder, text));
            case TEXT, FOREIGN_TEXT ->
                    Optional.of(
                            text.isEmpty()
                                    ? Operand.of(placeholder.replace("UNHEX(?)", "X''"))
                                    : Operand.of(placeholder, text));
            case BYTES ->
                    Optional.of(
                            text.isEmpty()
                                    ? Operand.of("X''")
                                    : Operand.of(placeholder, Buffer.buffer(HEX.parseHex(text))));
            case DATE, DATETIME -> KeyMoments.operand(text, placeholder);
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

    boolean isOver(KeyColumn other) {
        return other.position() == position;
    }

    public boolean isInteger() {
        return form.isInteger();
    }

    /// A number that has the order of the integer keys, unsigned ones included. The same step
    /// leads back from it.
    public long ordered(long integer) {
        return form == KeyForm.UNSIGNED_BIGINT ? integer ^ Long.MIN_VALUE : integer;
    }

    /// An integer key from the server's text.
    public long parsed(String integer) {
        return form == KeyForm.UNSIGNED_BIGINT
                ? Long.parseUnsignedLong(integer)
                : Long.parseLong(integer);
    }

    /// An integer key as people would write it.
    String shown(long integer) {
        return form == KeyForm.UNSIGNED_BIGINT
                ? Long.toUnsignedString(integer)
                : Long.toString(integer);
    }

    /// The key as people would write it.
    public String display(KeyBytes key) {
        return switch (form) {
            case INTEGER, UNSIGNED_BIGINT -> shown(key.integer());
            case FLOAT, DOUBLE -> Double.toString(key.number(form));
            case DECIMAL, TEXT, FOREIGN_TEXT -> new String(key.bytes(), StandardCharsets.UTF_8);
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
