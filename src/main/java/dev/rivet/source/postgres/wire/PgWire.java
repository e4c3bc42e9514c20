package dev.rivet.source.postgres.wire;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.impl.SqlConnectionInternal;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Consumer;

/// The protocol below the driver: with [Dial] the only class that knows how the driver is built
/// inside. The driver connects, authenticates and speaks TLS; on its idle connection a listener may
/// then hold a conversation of its own, from [#converse] until [#end], of which the driver sees
/// nothing. Methods belong on the event loop, unless they say that any thread may call them.
public final class PgWire {
    /// The driver's own handler, by its name in the pipeline.
    private static final String DRIVER = "codec";

    private static final String TAP = "rivet";
    private static final String WORDS = "rivet last words";

    private final Channel channel;
    private final LastWords words = new LastWords();

    /// @param channel of an idle connection, the driver in its pipeline
    public PgWire(Channel channel) {
        this.channel = channel;
    }

    /// To be called before the driver gets anything of a first statement.
    static PgWire of(PgConnection connection) {
        var socket = (SocketConnectionBase) ((SqlConnectionInternal) connection).unwrap().unwrap();
        Channel channel = socket.socket().channelHandlerContext().channel();
        if (channel.pipeline().context(DRIVER) == null) {
            throw new IllegalStateException("the driver's pipeline has no handler " + DRIVER);
        }
        PgWire wire = new PgWire(channel);
        channel.pipeline().addBefore(DRIVER, WORDS, wire.words);
        return wire;
    }

    /// Any thread.
    public EventLoop eventLoop() {
        return channel.eventLoop();
    }

    /// Where the connection leads, as the system resolved and reached it.
    InetSocketAddress server() {
        return (InetSocketAddress) channel.remoteAddress();
    }

    /// What the server ended the session with, if the driver was to get it. Any thread.
    public Optional<ServerError> lastWords() {
        return words.said();
    }

    /// Takes the connection over until [#end]. Tells the listener at once if it is closed.
    public void converse(WireListener listener) {
        if (channel.isActive()) {
            tap(new WireTap(listener));
        } else {
            listener.closed();
        }
    }

    /// As [#converse], for much data: bytes instead of messages. Each [#send] begins an answer.
    public void stream(ByteListener listener) {
        if (channel.isActive()) {
            tap(new ByteTap(listener, channel));
        } else {
            listener.closed();
        }
    }

    private void tap(ChannelHandler tap) {
        String first = channel.pipeline().get(WORDS) == null ? DRIVER : WORDS;
        channel.pipeline().addBefore(first, TAP, tap);
    }

    public void send(Consumer<FrontendMessages> messages) {
        ChannelHandlerContext context = channel.pipeline().context(TAP);
        var out = new FrontendMessages(channel.alloc().buffer());
        messages.accept(out);
        if (context.handler() instanceof ByteTap tap) {
            tap.begin();
        }
        var _ = context.writeAndFlush(out.buffer(), context.voidPromise());
    }

    /// Stops the reading of the socket, while bytes are streamed.
    public void pause() {
        tap().pause();
    }

    public void resume() {
        tap().resume();
    }

    /// When bytes came last, by [System#nanoTime()].
    long lastReadNanos() {
        return tap().lastReadNanos();
    }

    private ByteTap tap() {
        return (ByteTap) channel.pipeline().get(TAP);
    }

    /// Gives the connection back to the driver; nothing may be under way on the server.
    public void end() {
        if (channel.pipeline().context(TAP) != null) {
            channel.pipeline().remove(TAP);
            channel.config().setAutoRead(true);
        }
    }

    /// Closes the socket without a word; whoever listens is told. Any thread.
    public void cut() {
        cut(channel);
    }

    /// From the head of the pipeline: the driver would say goodbye and wait for the server to
    /// close, TLS would wait until its own goodbye is sent.
    static void cut(Channel channel) {
        ChannelHandlerContext first = channel.pipeline().firstContext();
        var _ = first == null ? channel.close() : first.close();
    }
}
