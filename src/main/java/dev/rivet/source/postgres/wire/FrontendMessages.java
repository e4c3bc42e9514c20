package dev.rivet.source.postgres.wire;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Messages of the PostgreSQL protocol 3.0 that rivet sends itself, written into one buffer.
public final class FrontendMessages {
    private static final int UNKNOWN_LENGTH = 0;

    private final ByteBuf out;

    FrontendMessages(ByteBuf out) {
        this.out = out;
    }

    ByteBuf buffer() {
        return out;
    }

    /// Parses into the unnamed statement.
    ///
    /// @param parameterOids types of the first parameters; the server finds those of the rest
    public FrontendMessages parse(String sql, int... parameterOids) {
        int start = begin('P');
        text("");
        text(sql);
        out.writeShort(parameterOids.length);
        for (int oid : parameterOids) {
            out.writeInt(oid);
        }
        return end(start);
    }

    public FrontendMessages describeStatement() {
        int start = begin('D');
        out.writeByte('S');
        text("");
        return end(start);
    }

    public FrontendMessages describePortal(String portal) {
        int start = begin('D');
        out.writeByte('P');
        text(portal);
        return end(start);
    }

    /// Binds the unnamed statement to a portal.
    ///
    /// @param formats of the result's columns, one for each
    /// @param parameters as text, one for each placeholder
    public FrontendMessages bind(String portal, List<WireFormat> formats, String... parameters) {
        int start = begin('B');
        text(portal);
        text("");
        out.writeShort(0);
        out.writeShort(parameters.length);
        for (String parameter : parameters) {
            byte[] bytes = parameter.getBytes(StandardCharsets.UTF_8);
            out.writeInt(bytes.length);
            out.writeBytes(bytes);
        }
        out.writeShort(formats.size());
        formats.forEach(format -> out.writeShort(format.code()));
        return end(start);
    }

    /// Asks a bound portal for rows.
    ///
    /// @param rows most rows; 0 for all
    public FrontendMessages execute(String portal, int rows) {
        int start = begin('E');
        text(portal);
        out.writeInt(rows);
        return end(start);
    }

    /// Closes a portal, if there is one of this name.
    public FrontendMessages closePortal(String portal) {
        int start = begin('C');
        out.writeByte('P');
        text(portal);
        return end(start);
    }

    public FrontendMessages sync() {
        return end(begin('S'));
    }

    private int begin(char type) {
        out.writeByte(type);
        out.writeInt(UNKNOWN_LENGTH);
        return out.writerIndex() - Integer.BYTES;
    }

    private FrontendMessages end(int start) {
        out.setInt(start, out.writerIndex() - start);
        return this;
    }

    private void text(String value) {
        out.writeCharSequence(value, StandardCharsets.UTF_8);
        out.writeByte(0);
    }
}
