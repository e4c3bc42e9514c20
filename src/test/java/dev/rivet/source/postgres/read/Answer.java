package dev.rivet.source.postgres.read;

import dev.rivet.source.postgres.type.ResultColumn;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// What a server sends in answer to one fetch. Not only well-formed answers can be written.
final class Answer {
    private static final int TABLE = 16_400;
    private static final int ANY_TYPE = 25;

    private final ByteBuf out = Unpooled.buffer();
    private final int columns;
    private long rows;

    private Answer(int columns) {
        this.columns = columns;
    }

    /// To the first range of a connection.
    static Answer first(int columns) {
        return new Answer(columns)
                .message('1', Unpooled.EMPTY_BUFFER)
                .bound()
                .described(described(columns));
    }

    /// To another range.
    static Answer range(int columns) {
        return new Answer(columns).bound().described(described(columns));
    }

    /// To a fetch from a portal; also the middle of any other answer.
    static Answer fetch(int columns) {
        return new Answer(columns);
    }

    /// What the conversation's plan expects.
    static List<ResultColumn> described(int columns) {
        return IntStream.range(0, columns)
                .mapToObj(i -> new ResultColumn("c" + i, ANY_TYPE, -1, TABLE, i + 1))
                .toList();
    }

    Answer bound() {
        return message('2', Unpooled.EMPTY_BUFFER);
    }

    Answer described(List<ResultColumn> announced) {
        ByteBuf body = Unpooled.buffer().writeShort(announced.size());
        for (ResultColumn column : announced) {
            body.writeBytes(text(column.name() + "\0"));
            body.writeInt((int) column.tableOid()).writeShort(column.attribute());
            body.writeInt((int) column.typeOid()).writeShort(-1);
            body.writeInt(column.typeModifier()).writeShort(1);
        }
        return message('T', body);
    }

    /// Anything; its length is right.
    Answer message(char type, ByteBuf body) {
        out.writeByte(type).writeInt(body.readableBytes() + Integer.BYTES).writeBytes(body);
        return this;
    }

    /// Anything, unchecked.
    Answer raw(int... bytes) {
        for (int each : bytes) {
            out.writeByte(each);
        }
        return this;
    }

    Answer notice(String words) {
        return message('N', fields("NOTICE", "00000", words));
    }

    Answer error(String state, String words) {
        return message('E', fields("ERROR", state, words));
    }

    Answer fatal(String state, String words) {
        return message('E', fields("FATAL", state, words));
    }

    private static ByteBuf fields(String severity, String state, String words) {
        return text("S" + severity + "\0C" + state + "\0M" + words + "\0\0");
    }

    static ByteBuf text(String words) {
        return Unpooled.copiedBuffer(words, StandardCharsets.UTF_8);
    }

    /// A row as it has to be: empty for NULL.
    Answer row(List<Optional<byte[]>> fields) {
        ByteBuf body = Unpooled.buffer().writeShort(columns);
        for (Optional<byte[]> field : fields) {
            body.writeInt(field.map(bytes -> bytes.length).orElse(-1));
            field.ifPresent(body::writeBytes);
        }
        return row(body);
    }

    /// A row of whatever there is.
    Answer row(ByteBuf body) {
        rows++;
        return message('D', body);
    }

    /// All rows have come.
    ByteBuf end() {
        return end("SELECT " + rows);
    }

    ByteBuf end(String done) {
        message('C', text(done + "\0"));
        return ready();
    }

    /// As many rows as were asked for have come.
    ByteBuf suspended() {
        return message('s', Unpooled.EMPTY_BUFFER).ready();
    }

    ByteBuf ready() {
        return message('Z', text("T")).sent();
    }

    /// So far, without an end.
    ByteBuf sent() {
        return out;
    }
}
