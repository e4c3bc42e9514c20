package dev.rivet.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/// A store of objects with one empty bucket, made for one test class. The servers are programs in
/// the folder that the system property `rivet.test.tools` names; `.ci/run` puts them there.
public final class StoreServer implements AutoCloseable {
    public static final String BUCKET = "rivet-test";
    public static final String ACCESS_KEY = "rivet-test";
    public static final String SECRET_KEY = "s3cret-for-tests";

    private static final Duration READY_DEADLINE = Duration.ofMinutes(1);

    private final ServerProcess process;
    private final Path data;
    private final URI endpoint;

    private StoreServer(ServerProcess process, Path data, URI endpoint) {
        this.process = process;
        this.data = data;
        this.endpoint = endpoint;
    }

    /// MinIO.
    public static StoreServer s3() {
        int port = ServerProcess.freePort();
        StoreServer server =
                start(
                        port,
                        data ->
                                List.of(
                                        program("minio"),
                                        "server",
                                        data.resolve("objects").toString(),
                                        "--address",
                                        "127.0.0.1:" + port,
                                        "--quiet"),
                        Map.of("MINIO_ROOT_USER", ACCESS_KEY, "MINIO_ROOT_PASSWORD", SECRET_KEY));
        server.untilReady("/minio/health/ready");
        try (S3Client client = server.client()) {
            client.createBucket(it -> it.bucket(BUCKET));
        }
        return server;
    }

    /// fake-gcs-server.
    public static StoreServer gcs() {
        int port = ServerProcess.freePort();
        StoreServer server =
                start(
                        port,
                        data ->
                                List.of(
                                        program("fake-gcs-server"),
                                        "-scheme",
                                        "http",
                                        "-host",
                                        "127.0.0.1",
                                        "-port",
                                        Integer.toString(port),
                                        "-backend",
                                        "memory"),
                        Map.of());
        server.untilReady("/_internal/healthcheck");
        send(
                HttpRequest.newBuilder(server.endpoint.resolve("/storage/v1/b?project=rivet"))
                        .header("Content-Type", "application/json")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "{\"name\": \"%s\"}".formatted(BUCKET))));
        return server;
    }

    private interface Command {
        List<String> in(Path data);
    }

    private static StoreServer start(int port, Command command, Map<String, String> environment) {
        try {
            Path data = Files.createTempDirectory("rivet-store-");
            Path log = Files.createFile(data.resolve("server.log"));
            ServerProcess process = new ServerProcess(command.in(data), port, log, environment);
            process.start();
            return new StoreServer(process, data, URI.create("http://127.0.0.1:" + port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String program(String name) {
        Path file = Path.of(ServerArchive.property("rivet.test.tools"), name);
        if (!Files.isExecutable(file)) {
            throw new IllegalStateException(
                    file + " is missing: `.ci/run` builds it, see docs/contributing.md");
        }
        return file.toString();
    }

    public URI endpoint() {
        return endpoint;
    }

    /// The names of all objects in the bucket of an S3 server.
    public List<String> objects() {
        try (S3Client client = client()) {
            return client.listObjectsV2(it -> it.bucket(BUCKET)).contents().stream()
                    .map(S3Object::key)
                    .toList();
        }
    }

    /// What the bucket of a GCS server lists, as JSON.
    public String listing() {
        return send(
                HttpRequest.newBuilder(endpoint.resolve("/storage/v1/b/" + BUCKET + "/o")).GET());
    }

    private S3Client client() {
        return S3Client.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create(ACCESS_KEY, SECRET_KEY)))
                .build();
    }

    /// A port that listens need not be a server that answers.
    private void untilReady(String path) {
        long deadline = System.nanoTime() + READY_DEADLINE.toNanos();
        while (true) {
            try {
                send(HttpRequest.newBuilder(endpoint.resolve(path)).GET());
                return;
            } catch (IllegalStateException | UncheckedIOException notYet) {
                if (System.nanoTime() > deadline) {
                    close();
                    throw notYet;
                }
            }
        }
    }

    private static String send(HttpRequest.Builder request) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(answer + ": " + answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.stop();
        try {
            FileTree.delete(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
