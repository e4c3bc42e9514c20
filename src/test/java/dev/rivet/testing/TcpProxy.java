package dev.rivet.testing;

import dev.rivet.config.SourceConfig;
import dev.rivet.config.SourceConfig.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/// What lies between a client and its servers: a balancer, and a network that can be slow, fall
/// silent or break. It listens on a port of 127.0.0.1 and passes on what it gets, at first
/// faithfully: an end as an end, a reset as a reset.
///
/// A message can also be held on its way, so that a test does something exactly between two
/// statements:
///
/// ```java
/// try (Hold lock = proxy.holdAt("LOCK TABLE")) {
///     lock.await();
///     server.execute("ALTER TABLE ...");
/// }
/// ```
public final class TcpProxy implements AutoCloseable {
    private final List<InetSocketAddress> servers;
    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<ProxiedConnection> connections = new CopyOnWriteArrayList<>();
    private final List<TrafficRule> rules = new CopyOnWriteArrayList<>();
    private final Set<Direction> frozen = EnumSet.noneOf(Direction.class);
    private final Map<Direction, Duration> delays = new EnumMap<>(Direction.class);

    private TcpProxy(List<InetSocketAddress> servers) {
        this.servers = List.copyOf(servers);
        try {
            listener = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        threads.execute(this::accept);
    }

    /// Every connection goes to this server.
    public static TcpProxy to(Endpoint server) {
        return balancing(List.of(server));
    }

    public static TcpProxy to(String host, int port) {
        return new TcpProxy(List.of(new InetSocketAddress(host, port)));
    }

    /// The n-th connection goes to the n-th server, later ones to the last.
    public static TcpProxy balancing(List<Endpoint> servers) {
        return new TcpProxy(
                servers.stream()
                        .map(each -> new InetSocketAddress(each.host(), each.port()))
                        .toList());
    }

    public int port() {
        return listener.getLocalPort();
    }

    /// This proxy in place of the server.
    public Endpoint endpoint(Endpoint server) {
        return new Endpoint(
                "127.0.0.1", port(), server.user(), server.password(), server.database());
    }

    public SourceConfig.Postgres source(SourceConfig.Postgres direct) {
        return new SourceConfig.Postgres(endpoint(direct.endpoint()), direct.tls());
    }

    public SourceConfig.MySql source(SourceConfig.MySql direct) {
        return new SourceConfig.MySql(endpoint(direct.endpoint()), direct.tls());
    }

    /// All connections so far, in the order in which they were accepted, ended ones too.
    public List<ProxiedConnection> connections() {
        return List.copyOf(connections);
    }

    /// Whether a client has sent this text over any connection.
    public boolean hasSent(String text) {
        return connections.stream().anyMatch(each -> each.hasSent(text));
    }

    /// What is sent from now on takes that long to arrive: half a round trip.
    public void delay(Direction direction, Duration duration) {
        synchronized (delays) {
            delays.put(direction, duration);
        }
    }

    Duration delay(Direction direction) {
        synchronized (delays) {
            return delays.getOrDefault(direction, Duration.ZERO);
        }
    }

    /// From now on nothing arrives any more, either way, no end either: the network is silent.
    public void freeze() {
        freeze(Direction.TO_SERVER);
        freeze(Direction.TO_CLIENT);
    }

    public void freeze(Direction direction) {
        synchronized (frozen) {
            frozen.add(direction);
        }
    }

    /// What was sent meanwhile arrives, and all later things do.
    public void thaw() {
        synchronized (frozen) {
            frozen.clear();
            frozen.notifyAll();
        }
    }

    void awaitThaw(Direction direction) throws InterruptedException {
        synchronized (frozen) {
            while (frozen.contains(direction)) {
                frozen.wait();
            }
        }
    }

    /// Resets every connection that is open now, for both of its ends.
    public void cut() {
        connections.forEach(ProxiedConnection::cut);
    }

    /// Resets the connection over which it is sent, in place of passing it on.
    public void cutAt(Moment moment) {
        rules.add(new TrafficRule(moment, ProxiedConnection::cut));
    }

    /// From this chunk on nothing arrives any more over its connection in these directions, nor
    /// does an end; the chunk itself arrives unless [Direction#TO_SERVER] is among them.
    public void swallowFrom(Moment moment, Direction first, Direction... more) {
        Set<Direction> lost = EnumSet.of(first, more);
        rules.add(new TrafficRule(moment, connection -> connection.swallow(lost)));
    }

    /// Holds the first chunk that contains this text.
    public Hold holdAt(String text) {
        return holdAt(Moment.of(text));
    }

    public Hold holdAt(Moment moment) {
        Hold hold = new Hold(moment);
        rules.add(new TrafficRule(moment, connection -> hold.stop()));
        return hold;
    }

    void apply(ProxiedConnection connection, String chunk) throws InterruptedException {
        for (TrafficRule each : rules) {
            each.apply(connection, chunk);
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                int ordinal = connections.size() + 1;
                var connection = new ProxiedConnection(this, ordinal, client);
                connections.add(connection);
                InetSocketAddress server = servers.get(Math.min(ordinal, servers.size()) - 1);
                threads.execute(() -> connection.open(server, threads));
            }
        } catch (IOException | RejectedExecutionException closed) {
            connections.forEach(ProxiedConnection::close);
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        connections.forEach(ProxiedConnection::close);
        threads.shutdownNow();
        threads.close();
    }
}
