package dev.rivet.config;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How a connection is protected.
///
/// @param caFile PEM file of trusted authorities; without it the platform's are used
public record Tls(Mode mode, @Nullable Path caFile) {
    public static final Tls DISABLED = new Tls(Mode.DISABLE, null);

    /// From nothing to chain and host name.
    public enum Mode {
        DISABLE,
        /// Encrypted, nobody verified.
        REQUIRE,
        /// The certificate's chain is verified.
        VERIFY_CA,
        /// Chain and host name are verified.
        VERIFY_FULL
    }

    public Optional<Path> ca() {
        return Optional.ofNullable(caFile);
    }
}
