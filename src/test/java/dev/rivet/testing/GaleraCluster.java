package dev.rivet.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/// Two MariaDB servers, each of which applies what is written on the other: the embedded MariaDB
/// with the system's library from the package `galera-4`.
///
/// A node that joins is usually sent all files of another one. Here it starts as a copy, made while
/// nobody was running, and the script that would send them says that they are there.
public final class GaleraCluster implements AutoCloseable {
    private static final Path LIBRARY = Path.of("/usr/lib/galera/libgalera_smm.so");
    private static final String METHOD = "copied";
    private static final Pattern POSITION =
            Pattern.compile("uuid: +(?<uuid>\\S+)\\s+seqno: +(?<number>\\d+)");
    private static final Duration DEADLINE = Duration.ofMinutes(1);

    private final Path folder;
    private final MySqlServer first;
    private final MySqlServer second;

    private GaleraCluster(Path folder, MySqlServer first, MySqlServer second) {
        this.folder = folder;
        this.first = first;
        this.second = second;
    }

    /// Starts both, and returns when each has joined the other.
    ///
    /// @param settings for both, as in `my.cnf`: `wsrep_sync_wait=1`
    public static GaleraCluster start(String... settings) {
        if (!Files.isReadable(LIBRARY)) {
            throw new IllegalStateException("Install Galera: apt-get install galera-4");
        }
        try {
            Path folder = Files.createTempDirectory("rivet-galera-");
            Path one = Files.createDirectory(folder.resolve("first"));
            found(one);
            Path two = folder.resolve("second");
            FileTree.copy(one, two);
            writeTransfer(folder, position(one));
            int port = ServerProcess.freePort();
            int other = ServerProcess.freePort();
            List<String> founding = node(port, other, settings);
            founding.add("wsrep-new-cluster");
            MySqlServer first = startNode(folder, one, founding);
            MySqlServer second = startNode(folder, two, node(other, port, settings));
            var cluster = new GaleraCluster(folder, first, second);
            cluster.awaitSynced(first);
            cluster.awaitSynced(second);
            return cluster;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Makes the files of a cluster of one that has ended.
    private static void found(Path data) throws IOException {
        MySqlServer.fill(data, MySqlFlavor.MARIADB);
        Path init = data.resolve("init.sql");
        Files.writeString(init, MySqlServer.users(MySqlFlavor.MARIADB));
        int port = ServerProcess.freePort();
        List<String> settings = node(port, port);
        settings.add("init-file=" + init);
        settings.add("wsrep-new-cluster");
        MySqlServer.start(MySqlFlavor.MARIADB, data, settings, Map.of()).shutDown();
    }

    /// Up to which write of which cluster these files have everything, as `uuid:number`.
    private static String position(Path data) throws IOException {
        String state = Files.readString(data.resolve("grastate.dat"));
        var matcher = POSITION.matcher(state);
        if (!matcher.find()) {
            throw new IllegalStateException("no cluster's files: " + state);
        }
        return matcher.group("uuid") + ":" + matcher.group("number");
    }

    /// What a node runs on both sides when another one asks for its files.
    private static void writeTransfer(Path folder, String position) throws IOException {
        Path script = folder.resolve("wsrep_sst_" + METHOD);
        Files.writeString(
                script,
                """
                #!/bin/sh
                case "$*" in
                    *'--role joiner'*) echo 'ready 127.0.0.1:1/copied'; echo '%1$s' ;;
                    *) echo 'done %1$s' ;;
                esac
                """
                        .formatted(position));
        if (!script.toFile().setExecutable(true)) {
            throw new IOException("cannot make executable: " + script);
        }
    }

    private static MySqlServer startNode(Path scripts, Path data, List<String> settings) {
        String path = scripts + ":" + System.getenv("PATH");
        return MySqlServer.start(MySqlFlavor.MARIADB, data, settings, Map.of("PATH", path));
    }

    private static List<String> node(int port, int other, String... more) {
        List<String> settings =
                new ArrayList<>(
                        List.of(
                                "skip-ssl",
                                "binlog-format=ROW",
                                "innodb-autoinc-lock-mode=2",
                                "wsrep-on=ON",
                                "wsrep-provider=" + LIBRARY,
                                "wsrep-sst-method=" + METHOD,
                                "wsrep-node-address=127.0.0.1:" + port));
        settings.add("wsrep-cluster-address=gcomm://127.0.0.1:" + port + ",127.0.0.1:" + other);
        settings.add(
                "wsrep-provider-options=gcache.size=16M;"
                        + String.format(
                                Locale.ROOT,
                                "gmcast.listen_addr=tcp://127.0.0.1:%d;ist.recv_addr=127.0.0.1:%d",
                                port,
                                ServerProcess.freePort()));
        settings.addAll(List.of(more));
        return settings;
    }

    /// Each node refuses everything but questions about its state until it has joined.
    private void awaitSynced(MySqlServer server) {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        String state = state(server);
        while (!state.equals("2 Synced")) {
            if (System.nanoTime() > deadline) {
                close();
                throw new IllegalStateException("the nodes did not come together: " + state);
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            state = state(server);
        }
    }

    private static String state(MySqlServer server) {
        try (Connection connection = server.connect()) {
            return status(connection, "wsrep_cluster_size")
                    + " "
                    + status(connection, "wsrep_local_state_comment");
        } catch (SQLException notYet) {
            return String.valueOf(notYet.getMessage());
        }
    }

    private static String status(Connection connection, String name) throws SQLException {
        try (ResultSet row =
                connection.createStatement().executeQuery("SHOW STATUS LIKE '" + name + "'")) {
            return row.next() ? row.getString(2) : "";
        }
    }

    public MySqlServer first() {
        return first;
    }

    public MySqlServer second() {
        return second;
    }

    @Override
    public void close() {
        // One that leaves in good order would wait for the other.
        first.kill();
        second.kill();
        first.close();
        second.close();
        try {
            FileTree.delete(folder);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
