package dev.rivet.source.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.config.SourceConfig;
import dev.rivet.config.Tls;
import dev.rivet.testing.GaleraCluster;
import dev.rivet.testing.Hold;
import dev.rivet.testing.Moment;
import dev.rivet.testing.MySqlServer;
import dev.rivet.testing.TcpProxy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GaleraReadLiveIT {
    private static GaleraCluster cluster;
    private static LiveSource live;

    @BeforeAll
    static void start() {
        cluster = GaleraCluster.start("wsrep_sync_wait=1");
        live = new LiveSource(cluster.first());
    }

    @AfterAll
    static void close() {
        live.close();
        cluster.close();
    }

    /// Who waits for the cluster under the lock waits for a write that waits for the lock; and with
    /// it all writes of the cluster do, for half a minute.
    @Test
    void aWriteOnTheOtherNodeWhileViewsBeginHoldsNobodyUp() {
        MySqlServer first = cluster.first();
        GuardContract.fill(first, 1);
        try (TcpProxy proxy = TcpProxy.to(first.endpoint());
                MySqlSource source = through(proxy);
                Hold begin =
                        proxy.holdAt(Moment.of("START TRANSACTION").onConnection(1).nthTime(2))) {
            CompletableFuture<GuardContract.Reading> reading = GuardContract.startReading(source);
            begin.await();
            cluster.second().execute("UPDATE guarded SET pad = 'other' WHERE id = 1");
            begin.release();
            long began = System.nanoTime();
            assertThat(Waiting.until(reading).ids()).isEqualTo(GuardContract.ids(1));
            first.execute("UPDATE guarded SET pad = 'own' WHERE id = 2");
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isLessThan(Duration.ofSeconds(15));
        }
    }

    private static MySqlSource through(TcpProxy proxy) {
        var direct = new SourceConfig.MySql(live.server().endpoint(), Tls.DISABLED);
        return new MySqlSource(proxy.source(direct), live.vertx(), LiveSource.PATIENCE);
    }
}
