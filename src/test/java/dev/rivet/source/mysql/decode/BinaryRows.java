package dev.rivet.source.mysql.decode;

import dev.rivet.source.mysql.type.SourceColumn;
import dev.rivet.source.mysql.wire.WireColumn;
import dev.rivet.source.mysql.wire.WireType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Result sets as a server sends them: columns of every type, with edge values and NULLs by chance.
final class BinaryRows {
    private static final int UNSIGNED = 0x20;
    private static final int BINARY = 63;
    private static final int UTF8 = 255;

    private final Random random;
    private final List<Kind> kinds = new ArrayList<>();

    BinaryRows(Random random) {
        this.random = random;
    }

    /// A column, and how it writes a value.
    record Kind(SourceColumn column, Value value) {}

    interface Value {
        void write(ByteBuf out, Random random);
    }

    /// Every type, under a policy that lets zero dates pass as NULL.
    static BinaryRows ofEveryType(Random random) {
        BinaryRows rows = new BinaryRows(random);
        rows.integers();
        rows.temporals();
        rows.decimals();
        rows.add(
                WireType.FLOAT,
                12,
                0,
                31,
                "",
                (out, by) -> out.writeIntLE(by.nextInt() & 0xFF7FFFFF));
        rows.add(WireType.DOUBLE, 22, 0, 31, "", (out, by) -> out.writeLongLE(doubleBits(by)));
        rows.strings(40);
        return rows;
    }

    static BinaryRows ofIntegersAndText(Random random, int longest) {
        BinaryRows rows = new BinaryRows(random);
        rows.integers();
        rows.strings(longest);
        return rows;
    }

    List<SourceColumn> columns() {
        return kinds.stream().map(Kind::column).toList();
    }

    List<WireColumn> wire() {
        return kinds.stream().map(each -> each.column().wire()).toList();
    }

    private void integers() {
        integer(WireType.TINY, 4, 0, 1);
        integer(WireType.TINY, 3, UNSIGNED, 1);
        add(WireType.TINY, 1, 0, 0, "", (out, by) -> out.writeByte(by.nextInt(2)));
        integer(WireType.SHORT, 6, 0, 2);
        integer(WireType.SHORT, 5, UNSIGNED, 2);
        add(WireType.INT24, 9, 0, 0, "", (out, by) -> out.writeIntLE(by.nextInt() >> 8));
        add(WireType.INT24, 8, UNSIGNED, 0, "", (out, by) -> out.writeIntLE(by.nextInt() >>> 8));
        integer(WireType.LONG, 11, 0, 4);
        integer(WireType.LONG, 10, UNSIGNED, 4);
        integer(WireType.LONGLONG, 20, 0, 8);
        integer(WireType.LONGLONG, 20, UNSIGNED, 8);
        add(
                WireType.YEAR,
                4,
                UNSIGNED,
                0,
                "",
                (out, by) -> out.writeShortLE(1901 + by.nextInt(255)));
        add(WireType.BIT, 9, UNSIGNED, 0, "", (out, by) -> lenenc(out, bytes(by, 2)));
        add(
                WireType.BIT,
                63,
                UNSIGNED,
                0,
                "",
                (out, by) -> lenenc(out, new byte[] {0, 1, 2, 3, 4, 5, 6, 7}));
    }

    private void integer(WireType type, int length, int flags, int width) {
        add(
                type,
                length,
                flags,
                0,
                "",
                (out, by) -> {
                    long edge = new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE}[by.nextInt(4)];
                    long value = by.nextInt(4) == 0 ? edge : by.nextLong();
                    for (int i = 0; i < width; i++) {
                        out.writeByte((int) (value >>> (64 - 8 * width + 8 * i)));
                    }
                });
    }

    private void temporals() {
        add(WireType.DATE, 10, 0, 0, "", (out, by) -> date(out, by, 4));
        add(WireType.DATETIME, 19, 0, 0, "", (out, by) -> date(out, by, by.nextBoolean() ? 4 : 7));
        add(WireType.DATETIME, 26, 0, 6, "", (out, by) -> date(out, by, 11));
        add(WireType.TIMESTAMP, 26, 0, 6, "", (out, by) -> date(out, by, 11));
        add(WireType.TIME, 17, 0, 6, "", BinaryRows::time);
    }

    /// Also dates that the calendar lacks.
    private static void date(ByteBuf out, Random by, int length) {
        if (by.nextInt(20) == 0) {
            out.writeByte(0);
            return;
        }
        LocalDate day = LocalDate.ofEpochDay(by.nextLong(-719_000, 2_932_896));
        out.writeByte(length).writeShortLE(day.getYear());
        out.writeByte(by.nextInt(30) == 0 ? 0 : day.getMonthValue()).writeByte(day.getDayOfMonth());
        if (length > 4) {
            out.writeByte(by.nextInt(24)).writeByte(by.nextInt(60)).writeByte(by.nextInt(60));
        }
        if (length > 7) {
            out.writeIntLE(by.nextInt(1_000_000));
        }
    }

    private static void time(ByteBuf out, Random by) {
        if (by.nextInt(10) == 0) {
            out.writeByte(0);
            return;
        }
        out.writeByte(12).writeByte(0).writeIntLE(0);
        out.writeByte(by.nextInt(24)).writeByte(by.nextInt(60)).writeByte(by.nextInt(60));
        out.writeIntLE(by.nextInt(1_000_000));
    }

    private void decimals() {
        decimal(5, 0);
        decimal(5, 5);
        decimal(12, 2);
        decimal(18, 4);
        decimal(18, 18);
        decimal(19, 3);
        decimal(65, 30);
    }

    private void decimal(int precision, int scale) {
        int length = precision + 1 + (scale > 0 ? 1 : 0);
        add(
                WireType.DECIMAL,
                length,
                0,
                scale,
                "",
                (out, by) -> {
                    StringBuilder text = new StringBuilder(by.nextBoolean() ? "-" : "");
                    int whole = by.nextInt(precision - scale + 1);
                    text.append(whole == 0 ? "0" : digits(by, whole));
                    text.append(scale == 0 ? "" : "." + digits(by, scale));
                    lenenc(out, text.toString().getBytes(StandardCharsets.US_ASCII));
                });
    }

    private static String digits(Random by, int count) {
        StringBuilder digits = new StringBuilder();
        int kind = by.nextInt(4);
        for (int i = 0; i < count; i++) {
            digits.append((char) ('0' + (kind == 0 ? 9 : kind == 1 ? 0 : by.nextInt(10))));
        }
        return digits.toString();
    }

    private void strings(int longest) {
        string(WireType.VAR_STRING, UTF8, "varchar", by -> text(by, longest));
        string(WireType.BLOB, UTF8, "text", by -> text(by, 600).concat("é😀"));
        string(WireType.JSON, UTF8, "json", by -> "{\"k\": " + by.nextInt() + "}");
        add(
                WireType.BLOB,
                65535,
                0,
                0,
                "blob",
                BINARY,
                (out, by) -> lenenc(out, bytes(by, by.nextInt(300))));
        string(WireType.STRING, UTF8, "uuid", by -> java.util.UUID.randomUUID().toString());
        string(WireType.STRING, UTF8, "char", by -> by.nextInt(3) == 0 ? "" : "x");
    }

    private interface Text {
        String of(Random by);
    }

    private void string(WireType type, int charset, String catalogType, Text text) {
        add(
                type,
                144,
                0,
                0,
                catalogType,
                charset,
                (out, by) -> lenenc(out, text.of(by).getBytes(StandardCharsets.UTF_8)));
    }

    private static String text(Random by, int longest) {
        int[] lengths = {0, 1, 7, 8, 9, 250, 251, longest};
        int length = Math.min(longest, lengths[by.nextInt(lengths.length)]);
        return "abcdefghij".repeat(length / 10 + 1).substring(0, length);
    }

    private static byte[] bytes(Random by, int count) {
        byte[] bytes = new byte[count];
        by.nextBytes(bytes);
        return bytes;
    }

    private static long doubleBits(Random by) {
        double[] edges = {0.0, -0.0, Double.MIN_VALUE, Double.MAX_VALUE, -1.5};
        return Double.doubleToRawLongBits(
                by.nextBoolean() ? edges[by.nextInt(edges.length)] : by.nextGaussian());
    }

    private static void lenenc(ByteBuf out, byte[] bytes) {
        if (bytes.length < 251) {
            out.writeByte(bytes.length);
        } else if (bytes.length < 1 << 16) {
            out.writeByte(0xFC).writeShortLE(bytes.length);
        } else if (bytes.length < 1 << 24) {
            out.writeByte(0xFD).writeMediumLE(bytes.length);
        } else {
            out.writeByte(0xFE).writeLongLE(bytes.length);
        }
        out.writeBytes(bytes);
    }

    private void add(
            WireType type, int length, int flags, int decimals, String catalog, Value value) {
        add(type, length, flags, decimals, catalog, BINARY, value);
    }

    private void add(
            WireType type,
            int length,
            int flags,
            int decimals,
            String catalog,
            int charset,
            Value value) {
        String name = "c" + kinds.size();
        WireColumn wire =
                new WireColumn("d", "t", name, name, charset, length, type, flags, decimals);
        kinds.add(new Kind(new SourceColumn(wire, catalog), value));
    }

    /// One row.
    ///
    /// @param nulls of a hundred values, how many are NULL
    byte[] row(int nulls) {
        ByteBuf fields = Unpooled.buffer();
        byte[] head = new byte[1 + (kinds.size() + 9) / 8];
        for (int i = 0; i < kinds.size(); i++) {
            if (random.nextInt(100) < nulls) {
                head[1 + ((i + 2) >> 3)] |= (byte) (1 << ((i + 2) & 7));
            } else {
                kinds.get(i).value().write(fields, random);
            }
        }
        ByteBuf row = Unpooled.buffer().writeBytes(head).writeBytes(fields);
        byte[] bytes = new byte[row.readableBytes()];
        row.readBytes(bytes);
        return bytes;
    }
}
