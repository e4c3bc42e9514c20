package dev.rivet.source.mysql.decode;

import dev.rivet.diag.RivetException;
import dev.rivet.row.ColumnBuilder;
import dev.rivet.row.FixedBuilder;
import dev.rivet.row.LogicalType;
import dev.rivet.source.mysql.type.SourceColumn;
import dev.rivet.source.mysql.type.SourceKind;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Everything that is a string of bytes on the wire: text, labels, JSON, binary.
final class TextCells {
    private static final int UUID_BYTES = 16;
    private static final int UUID_CHARACTERS = 36;
    private static final int SHOWN_BYTES = 40;

    private TextCells() {}

    static Cell of(SourceColumn source, CellSite site) {
        return switch (site.column().type()) {
            case LogicalType.Binary() -> binary((ColumnBuilder.Bytes) site.builder());
            case LogicalType.Uuid() ->
                    source.kind() == SourceKind.BYTES ? uuidBytes(site) : uuid(site);
            case LogicalType.Decimal decimal ->
                    DecimalCells.fromWire(DecimalCells.appender(decimal, site));
            case LogicalType.Int16() ->
                    DecimalCells.fromWire(
                            DecimalCells.ints(Short.MIN_VALUE, Short.MAX_VALUE, site));
            case LogicalType.Int32() ->
                    DecimalCells.fromWire(
                            DecimalCells.ints(Integer.MIN_VALUE, Integer.MAX_VALUE, site));
            case LogicalType.Int64() -> DecimalCells.fromWire(DecimalCells.longs(site));
            default -> text(site);
        };
    }

    private static Cell text(CellSite site) {
        var values = (ColumnBuilder.Bytes) site.builder();
        return (in, at, length) -> {
            int start = values.reserve(length);
            byte[] data = values.data();
            System.arraycopy(in, at, data, start, length);
            if (!Utf8.isValid(data, start, start + length)) {
                throw notUtf8(site);
            }
        };
    }

    static RivetException notUtf8(CellSite site) {
        return site.doesNotFit("bytes that are not UTF-8", "binary");
    }

    private static Cell binary(ColumnBuilder.Bytes values) {
        return (in, at, length) -> {
            int start = values.reserve(length);
            System.arraycopy(in, at, values.data(), start, length);
        };
    }

    private static Cell uuidBytes(CellSite site) {
        var values = (FixedBuilder) site.builder();
        Cell written = uuid(site);
        return (in, at, length) -> {
            if (length == UUID_BYTES) {
                values.append(in, at);
            } else {
                written.append(in, at, length);
            }
        };
    }

    private static Cell uuid(CellSite site) {
        var values = (FixedBuilder) site.builder();
        byte[] scratch = new byte[UUID_CHARACTERS];
        return (in, at, length) -> {
            if (length != UUID_CHARACTERS) {
                throw site.doesNotFit(shown(in, at, length), fallback(site));
            }
            System.arraycopy(in, at, scratch, 0, length);
            if (!parse(scratch)) {
                throw site.doesNotFit(shown(in, at, length), fallback(site));
            }
            values.append(scratch, 0);
        };
    }

    /// Turns 36 characters into 16 bytes in place; false when they are no UUID.
    private static boolean parse(byte[] text) {
        int out = 0;
        int at = 0;
        while (at < UUID_CHARACTERS) {
            boolean dash = at == 8 || at == 13 || at == 18 || at == 23;
            if (dash) {
                if (text[at] != '-') {
                    return false;
                }
                at++;
            }
            if (!HexFormat.isHexDigit(text[at]) || !HexFormat.isHexDigit(text[at + 1])) {
                return false;
            }
            int high = HexFormat.fromHexDigit(text[at]) << 4;
            text[out++] = (byte) (high | HexFormat.fromHexDigit(text[at + 1]));
            at += 2;
        }
        return true;
    }

    private static String fallback(CellSite site) {
        return site.column().nativeType().contains("binary") ? "binary" : "text";
    }

    private static String shown(byte[] in, int at, int length) {
        byte[] head = new byte[Math.min(length, SHOWN_BYTES)];
        System.arraycopy(in, at, head, 0, head.length);
        String text =
                Utf8.isValid(head, 0, head.length)
                        ? new String(head, StandardCharsets.UTF_8)
                        : HexFormat.of().formatHex(head);
        return "'" + text + (length > SHOWN_BYTES ? "…'" : "'");
    }
}
