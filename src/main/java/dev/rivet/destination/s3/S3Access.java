package dev.rivet.destination.s3;

import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.RivetException;
import dev.rivet.diag.Secret;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/// Where a store is and who asks.
///
/// @param sessionToken belongs to keys that are valid for some time only
public record S3Access(
        URI endpoint,
        String region,
        String accessKey,
        Secret secretKey,
        Optional<Secret> sessionToken) {
    private static final String REGION_OF_NO_IMPORTANCE = "us-east-1";

    /// Keys and region from the variables that AWS's own tools read. Stores other than Amazon's
    /// rarely care about the region.
    public static S3Access of(URI endpoint, Map<String, String> environment) {
        String region =
                Optional.ofNullable(environment.get("AWS_REGION"))
                        .or(() -> Optional.ofNullable(environment.get("AWS_DEFAULT_REGION")))
                        .orElse(REGION_OF_NO_IMPORTANCE);
        return new S3Access(
                endpoint,
                region,
                required(environment, "AWS_ACCESS_KEY_ID"),
                Secret.of(required(environment, "AWS_SECRET_ACCESS_KEY")),
                Optional.ofNullable(environment.get("AWS_SESSION_TOKEN")).map(Secret::of));
    }

    public S3Access in(String otherRegion) {
        return new S3Access(endpoint, otherRegion, accessKey, secretKey, sessionToken);
    }

    private static String required(Map<String, String> environment, String variable) {
        String value = environment.getOrDefault(variable, "");
        if (value.isEmpty()) {
            throw unset(variable);
        }
        return value;
    }

    private static RivetException unset(String variable) {
        return Diagnostic.of(
                        Code.CONFIG_SECRET_UNSET,
                        "the environment variable " + variable + " is not set",
                        "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.")
                .toException();
    }
}
