package dev.rivet.source.postgres.wire;

import io.netty.buffer.ByteBuf;

/// Receives the server's messages, on the event loop, in order.
public interface WireListener {
    /// One whole message; its body is `in[from] .. in[from + length]`, valid during the call.
    void message(byte type, ByteBuf in, int from, int length);

    /// The beginning of a message that has not arrived whole; called as it grows.
    ///
    /// @param length bytes of the whole body
    /// @param arrived how many of them are there, from `in[from]`
    /// @return what to do with the message
    Arriving incomplete(byte type, ByteBuf in, int from, int length, int arrived);

    /// What becomes of a message that is still arriving.
    enum Arriving {
        /// Collect it and deliver it whole.
        KEEP,
        /// Throw it away, this part and the rest.
        SKIP
    }

    /// The connection is gone; nothing more will come.
    void closed();
}
