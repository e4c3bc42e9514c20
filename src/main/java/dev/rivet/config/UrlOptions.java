package dev.rivet.config;

import dev.rivet.diag.Code;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Options after the `?` of a connection URL: what protects is obeyed, what is harmless is
/// accepted, what would weaken or be ignored is refused.
final class UrlOptions {
    private final Findings findings;

    UrlOptions(Findings findings) {
        this.findings = findings;
    }

    /// The TLS mode that the URL asks for: the strongest.
    Optional<Tls.Mode> tlsMode(ConnectionUrl url, String engine, Spot spot) {
        List<Tls.Mode> modes = new ArrayList<>();
        boolean verified = false;
        for (var option : url.options().entrySet()) {
            String name = option.getKey();
            UrlOption meaning =
                    engine.equals("postgres")
                            ? PostgresUrlOptions.of(name, option.getValue())
                            : MySqlUrlOptions.of(name, option.getValue());
            switch (meaning) {
                case UrlOption.Harmless() -> {}
                case UrlOption.Protection(Tls.Mode mode) -> modes.add(mode);
                case UrlOption.Verified() -> verified = true;
                case UrlOption.Refused(String why, String remedy) ->
                        refuse("the URL has the option `" + name + "`, " + why, remedy, spot);
            }
        }
        if (verified && modes.contains(Tls.Mode.DISABLE)) {
            refuse(
                    "the URL asks for `channel_binding=require`, which needs TLS, and for none",
                    "Remove one of the two.",
                    spot);
        } else if (verified) {
            modes.add(Tls.Mode.VERIFY_FULL);
        }
        return modes.stream().max(Comparator.naturalOrder());
    }

    private void refuse(String message, String remedy, Spot spot) {
        findings.problem(spot, Code.CONFIG_SOURCE_OPTION_UNSUPPORTED, message, remedy);
    }
}
