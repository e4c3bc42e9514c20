package dev.rivet.source.postgres.read;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// What a server sends in answer to one `COPY … TO STDOUT (FORMAT BINARY)`. Not only well-formed
/// answers can be written.
final class CopyAnswer {
    private static final byte[] SIGNATURE =
            "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);

    private final ByteBuf out = Unpooled.buffer();
    private final int columns;
    private boolean signed;
    private long rows;

    CopyAnswer(int columns) {
        this.columns = columns;
        format(columns);
    }

    private void format(int announced) {
        ByteBuf body = Unpooled.buffer().writeByte(1).writeShort(announced);
        for (int i = 0; i < announced; i++) {
            body.writeShort(1);
        }
        message('H', body);
    }

    /// Anything; its length is right.
    CopyAnswer message(char type, ByteBuf body) {
        out.writeByte(type).writeInt(body.readableBytes() + Integer.BYTES).writeBytes(body);
        return this;
    }

    /// Anything, unchecked.
    CopyAnswer raw(int... bytes) {
        for (int each : bytes) {
            out.writeByte(each);
        }
        return this;
    }

    CopyAnswer notice(String words) {
        return message('N', fields("NOTICE", "00000", words));
    }

    CopyAnswer error(String state, String words) {
        return message('E', fields("ERROR", state, words));
    }

    private static ByteBuf fields(String severity, String state, String words) {
        return text("S" + severity + "\0C" + state + "\0M" + words + "\0\0");
    }

    static ByteBuf text(String words) {
        return Unpooled.copiedBuffer(words, StandardCharsets.UTF_8);
    }

    /// A row as it has to be: empty for NULL.
    CopyAnswer row(List<Optional<byte[]>> fields) {
        ByteBuf body = Unpooled.buffer().writeShort(columns);
        for (Optional<byte[]> field : fields) {
            body.writeInt(field.map(bytes -> bytes.length).orElse(-1));
            field.ifPresent(body::writeBytes);
        }
        rows++;
        return data(body);
    }

    /// One message of data; the signature is before the first.
    CopyAnswer data(ByteBuf body) {
        ByteBuf whole =
                signed ? body : Unpooled.wrappedBuffer(Unpooled.copiedBuffer(SIGNATURE), body);
        signed = true;
        return message('d', whole);
    }

    CopyAnswer withoutSignature() {
        signed = true;
        return this;
    }

    /// The trailer and what follows.
    ByteBuf end() {
        return end("COPY " + rows);
    }

    ByteBuf end(String done) {
        data(Unpooled.buffer().writeShort(-1));
        message('c', Unpooled.EMPTY_BUFFER);
        message('C', text(done + "\0"));
        return ready();
    }

    ByteBuf ready() {
        return message('Z', text("T")).sent();
    }

    /// So far, without an end.
    ByteBuf sent() {
        return out;
    }
}
