package dev.rivet.app;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a self-test looks at beyond the machine itself.
///
/// @param s3 a bucket to write an object into and remove it again
/// @param gcs the same in Google Cloud Storage
public record SelfTestRequest(Optional<Bucket> s3, Optional<Bucket> gcs) {
    /// A bucket of a real service.
    ///
    /// @param region null for what the environment says
    public record Bucket(URI endpoint, String name, @Nullable String region) {}
}
