package dev.rivet.config;

import dev.rivet.diag.Code;
import java.util.Locale;
import java.util.Optional;

/// Options after the `?` of a connection URL: one for TLS is understood, others are refused.
final class UrlOptions {
    private final Findings findings;

    UrlOptions(Findings findings) {
        this.findings = findings;
    }

    /// The TLS mode that the URL asks for.
    Optional<Tls.Mode> tlsMode(ConnectionUrl url, String engine, Spot spot) {
        String name = engine.equals("postgres") ? "sslmode" : "ssl-mode";
        url.options().keySet().stream()
                .filter(option -> !option.equals(name))
                .forEach(option -> refuse(option, name, spot));
        Optional<String> word = url.option(name);
        Optional<Tls.Mode> mode = word.flatMap(UrlOptions::mode);
        if (word.isPresent() && mode.isEmpty()) {
            findings.problem(
                    spot,
                    Code.CONFIG_SOURCE_OPTION_UNSUPPORTED,
                    "the URL's `"
                            + name
                            + "` has a value that rivet does not follow: it would allow a silent"
                            + " fall-back to plain text, or is unknown",
                    "Use disable, require, verify-ca or verify-full, or a `tls:` block.");
        }
        return mode;
    }

    private void refuse(String option, String understood, Spot spot) {
        findings.problem(
                spot,
                Code.CONFIG_SOURCE_OPTION_UNSUPPORTED,
                "the URL has the option `" + option + "`, which rivet does not know",
                option.startsWith("ssl")
                        ? "Remove it from the URL; TLS is set in the `tls:` block of the source."
                        : "Remove it from the URL; `" + understood + "` is the only one.");
    }

    private static Optional<Tls.Mode> mode(String word) {
        return switch (word.toLowerCase(Locale.ROOT).replace('_', '-')) {
            case "disable", "disabled" -> Optional.of(Tls.Mode.DISABLE);
            case "require", "required" -> Optional.of(Tls.Mode.REQUIRE);
            case "verify-ca" -> Optional.of(Tls.Mode.VERIFY_CA);
            case "verify-full", "verify-identity" -> Optional.of(Tls.Mode.VERIFY_FULL);
            default -> Optional.empty();
        };
    }
}
