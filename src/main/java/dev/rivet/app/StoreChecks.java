package dev.rivet.app;

import dev.rivet.app.SelfTestRequest.Bucket;
import dev.rivet.destination.ObjectStore;
import dev.rivet.destination.gcs.GcsBucket;
import dev.rivet.destination.s3.S3Access;
import dev.rivet.destination.s3.S3Bucket;
import dev.rivet.diag.Secret;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;

/// The libraries of the object stores: against a real bucket, or else against answers that this
/// process gives itself on the loopback interface.
final class StoreChecks {
    static final String ADVICE =
            "Check endpoint, bucket, credentials and the way to the server. If none was named,"
                    + " the loopback interface does not work.";

    private static final int LAST_PART_BYTES = 4_711;
    private static final String OBJECT = "rivet-self-test";

    private final Map<String, String> environment;

    StoreChecks(Map<String, String> environment) {
        this.environment = environment;
    }

    String s3(Optional<Bucket> bucket) throws IOException {
        if (bucket.isEmpty()) {
            return offline(StoreAnswer.S3, endpoint -> S3Bucket.of(madeUp(endpoint), "bucket"));
        }
        Bucket place = bucket.get();
        S3Access access = S3Access.of(place.endpoint(), environment);
        String region = place.region();
        return roundTrip(
                S3Bucket.of(region == null ? access : access.in(region), place.name()), place);
    }

    private static S3Access madeUp(URI endpoint) {
        return new S3Access(endpoint, "us-east-1", "access", Secret.of("secret"), Optional.empty());
    }

    String gcs(Optional<Bucket> bucket) throws IOException {
        if (bucket.isEmpty()) {
            return offline(
                    StoreAnswer.GCS, endpoint -> GcsBucket.withoutCredentials(endpoint, "bucket"));
        }
        Bucket place = bucket.get();
        return roundTrip(GcsBucket.withoutCredentials(place.endpoint(), place.name()), place);
    }

    private static String offline(StoreAnswer answer, Function<URI, ObjectStore> client)
            throws IOException {
        try (StoreAnswer.Server server = answer.serve();
                ObjectStore store = client.apply(server.endpoint())) {
            OptionalLong size = store.size(OBJECT);
            if (size.isEmpty() || size.getAsLong() != StoreAnswer.SIZE) {
                throw new IOException("the answer " + size + " is not the one that was given");
            }
            server.checkRequest();
            return "a request was made and its answer read, offline";
        }
    }

    private static String roundTrip(ObjectStore client, Bucket bucket) throws IOException {
        String name = OBJECT + "-" + UUID.randomUUID();
        byte[] first = new byte[ObjectStore.PART_BYTES];
        Arrays.fill(first, (byte) 'r');
        byte[] last = new byte[LAST_PART_BYTES];
        Arrays.fill(last, (byte) 's');
        try (ObjectStore store = client) {
            store.upload(name, List.of(first, last));
            try {
                compare(store, name, first, last);
            } finally {
                store.delete(name);
            }
            if (store.size(name).isPresent()) {
                throw new IOException(name + " is still there after it was deleted");
            }
            return "an object of two parts was uploaded to %s, read and deleted"
                    .formatted(bucket.name());
        }
    }

    private static void compare(ObjectStore store, String name, byte[] first, byte[] last)
            throws IOException {
        int whole = first.length + last.length;
        OptionalLong size = store.size(name);
        if (size.isEmpty() || size.getAsLong() != whole) {
            throw new IOException(
                    String.format(Locale.ROOT, "%s has size %s and not %d", name, size, whole));
        }
        byte[] read = store.read(name);
        if (read.length != whole
                || !Arrays.equals(read, 0, first.length, first, 0, first.length)
                || !Arrays.equals(read, first.length, whole, last, 0, last.length)) {
            throw new IOException(name + " was read with other content than was uploaded");
        }
    }
}
