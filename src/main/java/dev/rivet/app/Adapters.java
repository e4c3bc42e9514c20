package dev.rivet.app;

import dev.rivet.config.DestinationConfig;
import dev.rivet.config.ExportConfig;
import dev.rivet.config.OutputFormat;
import dev.rivet.config.SourceConfig;
import dev.rivet.destination.Destination;
import dev.rivet.destination.local.LocalDestination;
import dev.rivet.destination.stdout.StdoutDestination;
import dev.rivet.encode.FileFormat;
import dev.rivet.encode.csv.CsvFormat;
import dev.rivet.encode.parquet.PageRoom;
import dev.rivet.encode.parquet.ParquetFormat;
import dev.rivet.observe.StageProfile;
import dev.rivet.source.Source;
import dev.rivet.source.mysql.MySqlSource;
import dev.rivet.source.postgres.PostgresSource;
import dev.rivet.state.StateLocation;
import dev.rivet.state.StateStore;
import dev.rivet.state.jdbc.JdbcStateStore;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Optional;

/// From configuration to the adapters that it names.
final class Adapters {
    /// Encoded pages that wait in memory for their row groups to be complete take at most this,
    /// all connections of an export together.
    private static final long MOST_WAITING_BYTES = 128L << 20;

    /// What they take in the native executable: it is for small containers, and its collector lets
    /// a heap that is there fill up.
    private static final long NATIVE_WAITING_BYTES = 16L << 20;

    /// ... and at most this share of the heap: batches in flight and the driver need the rest.
    private static final int WAITING_HEAP_SHARE = 5;

    private static final long LEAST_WAITING_BYTES = 1L << 20;

    /// All connections of an export together: each has about five batches at a time. Larger ones
    /// are no faster.
    private static final int BATCH_HEAP_SHARE = 256;

    /// Files are cut between row groups, so a file has several.
    private static final int ROW_GROUPS_PER_FILE = 4;

    private static final long LEAST_ROW_GROUP_BYTES = 64L << 10;

    private final Vertx vertx;

    Adapters(Vertx vertx) {
        this.vertx = vertx;
    }

    Source source(SourceConfig config, StageProfile profile) {
        return switch (config) {
            case SourceConfig.Postgres postgres -> new PostgresSource(postgres, vertx, profile);
            case SourceConfig.MySql mysql -> new MySqlSource(mysql, vertx);
        };
    }

    Destination destination(ExportConfig export) {
        return switch (export.destination()) {
            case DestinationConfig.Local(var path) -> new LocalDestination(path);
            case DestinationConfig.Stdout() -> StdoutDestination.ofProcess();
        };
    }

    StateStore state(Path configFolder) {
        return JdbcStateStore.open(stateLocation(configFolder));
    }

    /// The state that is there already; empty when nothing ever ran here.
    Optional<StateStore> existingState(Path configFolder) {
        return JdbcStateStore.openExisting(stateLocation(configFolder)).map(state -> state);
    }

    static StateLocation stateLocation(Path configFolder) {
        return StateLocation.of(configFolder, System.getenv("RIVET_STATE_URL"));
    }

    FileFormat format(ExportConfig export, StageProfile profile) {
        return switch (export.files().format()) {
            case OutputFormat.Parquet parquet ->
                    new ParquetFormat(parquet, pageRoom(export), profile);
            case OutputFormat.Csv csv -> new CsvFormat(csv, profile);
        };
    }

    /// Of the batches that the connections of one export fill at a time.
    static long mostBatchBytes() {
        return Runtime.getRuntime().maxMemory() / BATCH_HEAP_SHARE;
    }

    private static PageRoom pageRoom(ExportConfig export) {
        long share = Runtime.getRuntime().maxMemory() / WAITING_HEAP_SHARE;
        long all = Math.min(isNative() ? NATIVE_WAITING_BYTES : MOST_WAITING_BYTES, share);
        long perFile = export.files().max().orElse(Long.MAX_VALUE) / ROW_GROUPS_PER_FILE;
        return PageRoom.of(
                Math.max(LEAST_WAITING_BYTES, all / export.tuning().parallel()),
                Math.max(LEAST_ROW_GROUP_BYTES, perFile));
    }

    private static boolean isNative() {
        return System.getProperty("org.graalvm.nativeimage.imagecode") != null;
    }
}
