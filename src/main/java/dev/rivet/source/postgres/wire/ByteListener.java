package dev.rivet.source.postgres.wire;

import io.netty.buffer.ByteBuf;

/// Receives the server's bytes, on the event loop, in order.
public interface ByteListener {
    /// What has arrived; valid during the call, and to be read to its end. While paused a
    /// buffer may still come that was being read.
    void arrived(ByteBuf bytes);

    /// The connection is gone; nothing more will come.
    void closed();
}
