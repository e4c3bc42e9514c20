package dev.rivet.cli;

import dev.rivet.app.Check;
import dev.rivet.app.SelfTestRequest;
import dev.rivet.app.SelfTestRequest.Bucket;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.RivetException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `rivet self-test`.
@Command(
        name = "self-test",
        description =
                "Try everything that this build carries on this machine: temporary folder, Parquet"
                        + " codecs, SQLite, TLS, and the libraries of S3 and Google Cloud Storage.")
final class SelfTestCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Option(
            names = "--s3-endpoint",
            paramLabel = "URL",
            description =
                    "Write an object to this S3 server, read it and delete it. Keys are read from"
                            + " AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN.")
    @Nullable String s3Endpoint;

    @Option(names = "--s3-bucket", paramLabel = "NAME", description = "The bucket to do it in.")
    @Nullable String s3Bucket;

    @Option(
            names = "--s3-region",
            paramLabel = "NAME",
            description =
                    "The bucket's region. Default: the environment's AWS_REGION or"
                            + " AWS_DEFAULT_REGION, else us-east-1.")
    @Nullable String s3Region;

    @Option(
            names = "--gcs-endpoint",
            paramLabel = "URL",
            description =
                    "Do the same on this server that speaks Google Cloud Storage and asks for no"
                            + " credentials.")
    @Nullable String gcsEndpoint;

    @Option(names = "--gcs-bucket", paramLabel = "NAME", description = "The bucket to do it in.")
    @Nullable String gcsBucket;

    @Option(names = "--json", description = "As JSON.")
    boolean json;

    SelfTestCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        SelfTestRequest request =
                new SelfTestRequest(
                        bucket("s3", s3Endpoint, s3Bucket, s3Region),
                        bucket("gcs", gcsEndpoint, gcsBucket, null));
        return surroundings
                .engine()
                .run(
                        useCases -> {
                            List<Check> checks = useCases.selfTest(request);
                            print(checks);
                            refuseIfAnyFailed(checks);
                            return 0;
                        });
    }

    private static Optional<Bucket> bucket(
            String store,
            @Nullable String endpoint,
            @Nullable String bucket,
            @Nullable String region) {
        if (endpoint == null && bucket == null && region == null) {
            return Optional.empty();
        }
        if (endpoint == null || bucket == null) {
            throw invalid("--%s-endpoint and --%<s-bucket belong together".formatted(store));
        }
        if (!endpoint.matches("https?://[A-Za-z0-9.:\\[\\]-]+/?")) {
            throw invalid("--%s-endpoint is not of the form http(s)://host:port".formatted(store));
        }
        return Optional.of(new Bucket(URI.create(endpoint), bucket, region));
    }

    private static RivetException invalid(String what) {
        return Diagnostic.of(Code.CLI_VALUE_INVALID, what).toException();
    }

    private void print(List<Check> checks) {
        if (json) {
            Results.json(
                    surroundings.results(), checks.stream().map(SelfTestCommand::object).toList());
        } else {
            Results.text(surroundings.results(), table(checks));
        }
    }

    private static String table(List<Check> checks) {
        TextTable table =
                new TextTable(
                        TextTable.Column.words("CHECK"),
                        TextTable.Column.words("RESULT"),
                        TextTable.Column.words("FINDING"));
        for (Check check : checks) {
            switch (check.outcome()) {
                case Check.Passed() -> table.add(check.name(), "ok", check.finding());
                case Check.Failed(var advice) -> {
                    table.add(check.name(), "FAILED", check.finding());
                    table.add(advice);
                }
            }
        }
        return table.toString();
    }

    private static Map<String, @Nullable Object> object(Check check) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("check", check.name());
        switch (check.outcome()) {
            case Check.Passed() -> object.put("ok", true);
            case Check.Failed(var advice) -> {
                object.put("ok", false);
                object.put("action", advice);
            }
        }
        object.put("finding", Results.clean(check.finding()));
        return object;
    }

    private static void refuseIfAnyFailed(List<Check> checks) {
        List<String> failed =
                checks.stream()
                        .filter(check -> check.outcome() instanceof Check.Failed)
                        .map(Check::name)
                        .toList();
        if (!failed.isEmpty()) {
            throw Diagnostic.of(
                            Code.SELF_TEST_FAILED,
                            String.format(
                                    Locale.ROOT,
                                    "%d of %d checks failed: %s",
                                    failed.size(),
                                    checks.size(),
                                    String.join(", ", failed)))
                    .toException();
        }
    }
}
