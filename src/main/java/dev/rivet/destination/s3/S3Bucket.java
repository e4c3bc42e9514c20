package dev.rivet.destination.s3;

import dev.rivet.destination.ObjectStore;
import dev.rivet.destination.StoreFailure;
import dev.rivet.diag.RivetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3BaseClientBuilder;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/// One bucket. Small requests go over the JDK's connections; parts over Netty, several at once.
public final class S3Bucket implements ObjectStore {
    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(5);
    private static final Duration CALL_PATIENCE = Duration.ofSeconds(60);
    private static final int ATTEMPTS = 3;

    private static @Nullable SdkEventLoopGroup sharedLoops;

    private final String bucket;
    private final S3Client calls;
    private final S3AsyncClient parts;

    private S3Bucket(String bucket, S3Client calls, S3AsyncClient parts) {
        this.bucket = bucket;
        this.calls = calls;
        this.parts = parts;
    }

    /// Makes the clients; nothing is sent yet.
    public static S3Bucket of(S3Access access, String bucket) {
        S3Client calls =
                configured(S3Client.builder(), access)
                        .httpClientBuilder(
                                UrlConnectionHttpClient.builder()
                                        .connectionTimeout(CONNECT_PATIENCE))
                        .build();
        S3AsyncClient parts =
                configured(S3AsyncClient.builder(), access)
                        .httpClient(
                                NettyNioAsyncHttpClient.builder()
                                        .connectionTimeout(CONNECT_PATIENCE)
                                        .eventLoopGroup(eventLoops())
                                        .build())
                        .build();
        return new S3Bucket(bucket, calls, parts);
    }

    /// A client that has a group of its own waits two seconds for it when it closes. These threads
    /// are daemons and stay. Made when first asked for: a native image cannot hold them.
    private static synchronized SdkEventLoopGroup eventLoops() {
        SdkEventLoopGroup loops = sharedLoops;
        if (loops == null) {
            loops = SdkEventLoopGroup.builder().numberOfThreads(1).build();
            sharedLoops = loops;
        }
        return loops;
    }

    /// The files in `~/.aws` are not looked into: what is not given does not count.
    private static <B extends S3BaseClientBuilder<B, ?>> B configured(B builder, S3Access access) {
        return builder.endpointOverride(access.endpoint())
                .region(Region.of(access.region()))
                .credentialsProvider(credentials(access))
                .forcePathStyle(true)
                .overrideConfiguration(
                        override ->
                                override.apiCallTimeout(CALL_PATIENCE)
                                        .defaultProfileFile(ProfileFile.aggregator().build())
                                        .retryStrategy(retries -> retries.maxAttempts(ATTEMPTS)));
    }

    private static AwsCredentialsProvider credentials(S3Access access) {
        String secret = access.secretKey().reveal();
        AwsCredentials credentials =
                access.sessionToken()
                        .<AwsCredentials>map(
                                token ->
                                        AwsSessionCredentials.create(
                                                access.accessKey(), secret, token.reveal()))
                        .orElseGet(() -> AwsBasicCredentials.create(access.accessKey(), secret));
        return StaticCredentialsProvider.create(credentials);
    }

    @Override
    public void upload(String name, List<byte[]> content) {
        String upload =
                call(
                                "starting the upload of " + name,
                                () ->
                                        calls.createMultipartUpload(
                                                it -> it.bucket(bucket).key(name)))
                        .uploadId();
        try {
            List<CompletedPart> done = uploadParts(name, upload, content);
            call(
                    "completing the upload of " + name,
                    () ->
                            calls.completeMultipartUpload(
                                    it ->
                                            it.bucket(bucket)
                                                    .key(name)
                                                    .uploadId(upload)
                                                    .multipartUpload(all -> all.parts(done))));
        } catch (RivetException failure) {
            abort(name, upload, failure);
            throw failure;
        }
    }

    private List<CompletedPart> uploadParts(String name, String upload, List<byte[]> content) {
        List<CompletableFuture<CompletedPart>> sent = new ArrayList<>();
        for (int i = 0; i < content.size(); i++) {
            int number = i + 1;
            sent.add(
                    parts.uploadPart(
                                    it ->
                                            it.bucket(bucket)
                                                    .key(name)
                                                    .uploadId(upload)
                                                    .partNumber(number),
                                    AsyncRequestBody.fromBytes(content.get(i)))
                            .thenApply(
                                    answer ->
                                            CompletedPart.builder()
                                                    .partNumber(number)
                                                    .eTag(answer.eTag())
                                                    .checksumCRC32(answer.checksumCRC32())
                                                    .build()));
        }
        return call(
                "uploading the parts of " + name,
                () -> sent.stream().map(CompletableFuture::join).toList());
    }

    /// Parts that nobody completes cost money until somebody finds them.
    private void abort(String name, String upload, RivetException failure) {
        try {
            calls.abortMultipartUpload(it -> it.bucket(bucket).key(name).uploadId(upload));
        } catch (SdkException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public OptionalLong size(String name) {
        return call(
                "looking for " + name,
                () -> {
                    try {
                        return OptionalLong.of(
                                calls.headObject(it -> it.bucket(bucket).key(name))
                                        .contentLength());
                    } catch (NoSuchKeyException e) {
                        return OptionalLong.empty();
                    }
                });
    }

    @Override
    public byte[] read(String name) {
        return call(
                "reading " + name,
                () ->
                        calls.getObjectAsBytes(it -> it.bucket(bucket).key(name))
                                .asByteArrayUnsafe());
    }

    @Override
    public void delete(String name) {
        call("deleting " + name, () -> calls.deleteObject(it -> it.bucket(bucket).key(name)));
    }

    private <T> T call(String what, Supplier<T> work) {
        try {
            return work.get();
        } catch (SdkException | CompletionException e) {
            throw failure("S3: %s in bucket %s".formatted(what, bucket), e);
        }
    }

    private static RivetException failure(String what, RuntimeException thrown) {
        Throwable failure = thrown instanceof CompletionException ? thrown.getCause() : thrown;
        if (failure instanceof AwsServiceException answer && answer.awsErrorDetails() != null) {
            String words = Objects.requireNonNullElse(answer.awsErrorDetails().errorMessage(), "");
            return StoreFailure.answered(
                    what,
                    words.isBlank() ? "no reason was given" : words,
                    answer.statusCode(),
                    thrown);
        }
        return StoreFailure.unanswered(what, thrown);
    }

    @Override
    public void close() {
        calls.close();
        parts.close();
    }
}
