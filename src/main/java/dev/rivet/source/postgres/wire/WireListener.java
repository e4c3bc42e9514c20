package dev.rivet.source.postgres.wire;

import io.netty.buffer.ByteBuf;

/// Receives the server's messages, on the event loop, in order.
public interface WireListener {
    /// One whole message; its body is `in[from] .. in[from + length]`, valid during the call.
    void message(byte type, ByteBuf in, int from, int length);

    /// The connection is gone; nothing more will come.
    void closed();
}
