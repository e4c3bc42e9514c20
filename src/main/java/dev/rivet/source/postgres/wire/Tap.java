package dev.rivet.source.postgres.wire;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;

/// Stands before the driver in a connection's pipeline and keeps from it what the server sends.
/// Event loop only.
interface Tap extends ChannelHandler {
    /// Stops the reading of the socket.
    void pause(ChannelHandlerContext context);

    void resume(ChannelHandlerContext context);

    /// When bytes came last, by [System#nanoTime()].
    long lastReadNanos();
}
