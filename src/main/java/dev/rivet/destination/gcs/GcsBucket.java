package dev.rivet.destination.gcs;

import com.google.api.gax.retrying.RetrySettings;
import com.google.cloud.NoCredentials;
import com.google.cloud.WriteChannel;
import com.google.cloud.http.HttpTransportOptions;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageException;
import com.google.cloud.storage.StorageOptions;
import dev.rivet.destination.ObjectStore;
import dev.rivet.destination.StoreFailure;
import dev.rivet.diag.RivetException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// One bucket, asked without credentials.
public final class GcsBucket implements ObjectStore {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int READ_MILLIS = 30_000;
    private static final Duration CALL_PATIENCE = Duration.ofSeconds(60);
    private static final int ATTEMPTS = 3;

    private final String bucket;
    private final Storage storage;

    private GcsBucket(String bucket, Storage storage) {
        this.bucket = bucket;
        this.storage = storage;
    }

    /// Makes the client; nothing is sent yet.
    public static GcsBucket withoutCredentials(URI endpoint, String bucket) {
        Storage storage =
                StorageOptions.http()
                        .setHost(endpoint.toString().replaceFirst("/$", ""))
                        .setProjectId("rivet")
                        .setCredentials(NoCredentials.getInstance())
                        .setTransportOptions(
                                HttpTransportOptions.newBuilder()
                                        .setConnectTimeout(CONNECT_MILLIS)
                                        .setReadTimeout(READ_MILLIS)
                                        .build())
                        .setRetrySettings(
                                RetrySettings.newBuilder()
                                        .setMaxAttempts(ATTEMPTS)
                                        .setInitialRetryDelayDuration(Duration.ofMillis(200))
                                        .setRetryDelayMultiplier(2)
                                        .setMaxRetryDelayDuration(Duration.ofSeconds(5))
                                        .setTotalTimeoutDuration(CALL_PATIENCE)
                                        .build())
                        .build()
                        .getService();
        return new GcsBucket(bucket, storage);
    }

    /// A resumable upload: each part is sent when the next one comes.
    @Override
    public void upload(String name, List<byte[]> parts) {
        call(
                "uploading " + name,
                () -> {
                    try (WriteChannel channel =
                            storage.writer(BlobInfo.newBuilder(bucket, name).build())) {
                        channel.setChunkSize(PART_BYTES);
                        for (byte[] part : parts) {
                            writeAll(channel, ByteBuffer.wrap(part));
                        }
                        return parts.size();
                    } catch (IOException e) {
                        throw failure("uploading " + name, e);
                    }
                });
    }

    private static void writeAll(WriteChannel channel, ByteBuffer part) throws IOException {
        while (part.hasRemaining()) {
            channel.write(part);
        }
    }

    @Override
    public OptionalLong size(String name) {
        Blob found = call("looking for " + name, () -> storage.get(BlobId.of(bucket, name)));
        return found == null ? OptionalLong.empty() : OptionalLong.of(found.getSize());
    }

    @Override
    public byte[] read(String name) {
        return call("reading " + name, () -> storage.readAllBytes(BlobId.of(bucket, name)));
    }

    @Override
    public void delete(String name) {
        call("deleting " + name, () -> storage.delete(BlobId.of(bucket, name)));
    }

    private <T> T call(String what, Supplier<T> work) {
        try {
            return work.get();
        } catch (StorageException e) {
            throw failure(what, e);
        }
    }

    private RivetException failure(String what, Exception cause) {
        String where = "GCS: %s in bucket %s".formatted(what, bucket);
        return cause instanceof StorageException answer && answer.getCode() > 0
                ? StoreFailure.answered(
                        where,
                        Objects.requireNonNullElse(answer.getReason(), "no reason was given"),
                        answer.getCode(),
                        cause)
                : StoreFailure.unanswered(where, cause);
    }

    @Override
    public void close() {
        try {
            storage.close();
        } catch (Exception e) {
            throw failure("closing the client", e);
        }
    }
}
