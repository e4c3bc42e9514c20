package dev.rivet.config;

import dev.rivet.diag.Code;
import dev.rivet.diag.RivetException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How a connection is protected: the `tls` block, else the URL's option, else nothing, which is
/// allowed on this machine only.
final class TlsReader {
    private final Anchor anchor;
    private final Findings findings;

    TlsReader(Anchor anchor, Findings findings) {
        this.anchor = anchor;
        this.findings = findings;
    }

    /// @param wanted what the URL's own option asks for; null when it has none
    Tls read(Section source, String host, Tls.@Nullable Mode wanted) {
        Tls tls = protection(source, host, wanted);
        if (tls.mode() == Tls.Mode.DISABLE && !Loopback.is(host) && asked(source, wanted)) {
            findings.warn(
                    source.wrote("tls") ? source.spot("tls") : source.spot(),
                    "the connection to `" + host + "` is not encrypted");
        }
        return tls;
    }

    private static boolean asked(Section source, Tls.@Nullable Mode wanted) {
        return source.wrote("tls") || wanted != null;
    }

    private Tls protection(Section source, String host, Tls.@Nullable Mode wanted) {
        if (source.wrote("tls")) {
            return fromBlock(source.child("tls"));
        }
        if (wanted != null) {
            return new Tls(wanted, null);
        }
        if (!Loopback.is(host)) {
            findings.problem(
                    source.spot(),
                    Code.CONFIG_TLS_REQUIRED,
                    "the host `"
                            + host
                            + "` is not this machine, and there is no `tls:` block, so password"
                            + " and rows would travel in plain text",
                    "Add `tls: {mode: verify-full}` to the source (with `ca_file:` for a private"
                            + " authority), or, if the network is trusted, write"
                            + " `tls: {mode: disable}`.");
        }
        return Tls.DISABLED;
    }

    private Tls fromBlock(Section block) {
        refuseDowngrade(block);
        Tls.Mode mode = block.text("mode").map(TlsReader::mode).orElseGet(() -> withoutMode(block));
        return new Tls(mode, caFile(block, mode).orElse(null));
    }

    private static Tls.Mode withoutMode(Section block) {
        if (block.flag("accept_invalid_certs")) {
            return Tls.Mode.REQUIRE;
        }
        return block.flag("accept_invalid_hostnames") ? Tls.Mode.VERIFY_CA : Tls.Mode.VERIFY_FULL;
    }

    private void refuseDowngrade(Section block) {
        for (String key : block.written("accept_invalid_certs", "accept_invalid_hostnames")) {
            block.text("mode")
                    .filter(mode -> mode.startsWith("verify") && block.flag(key))
                    .ifPresent(
                            mode ->
                                    findings.problem(
                                            block.spot(key),
                                            Code.CONFIG_TLS_VERIFICATION_DOWNGRADE,
                                            "takes back what `mode: " + mode + "` promises",
                                            "Remove `"
                                                    + key
                                                    + "`, or remove `mode` to verify less."));
        }
    }

    private Optional<Path> caFile(Section block, Tls.Mode mode) {
        Optional<Scalar> written = block.scalar("ca_file");
        if (written.isEmpty()) {
            return Optional.empty();
        }
        if (mode == Tls.Mode.DISABLE || mode == Tls.Mode.REQUIRE) {
            findings.problem(
                    written.get().spot(),
                    Code.CONFIG_MODE_SETTING_INVALID,
                    "is not used unless certificates are verified",
                    "Write `mode: verify-full` or `mode: verify-ca`, or remove `ca_file`.");
            return Optional.empty();
        }
        Optional<Path> file = anchor.resolve(written.get().text());
        if (file.isEmpty()) {
            unusable(written.get(), "is not a path");
        } else {
            check(file.get(), written.get());
        }
        return file;
    }

    private void check(Path file, Scalar written) {
        findings.reads(file);
        try {
            byte[] pem = ConfigText.read(file).getBytes(StandardCharsets.UTF_8);
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            if (factory.generateCertificates(new ByteArrayInputStream(pem)).isEmpty()) {
                unusable(written, file + " holds no certificate");
            }
        } catch (RivetException unreadable) {
            unusable(written, unreadable.diagnostic().message());
        } catch (CertificateException notPem) {
            unusable(written, file + " holds no PEM certificate");
        }
    }

    private void unusable(Scalar written, String why) {
        findings.problem(written.spot(), Code.CONFIG_TLS_CA_INVALID, why);
    }

    private static Tls.Mode mode(String word) {
        return Tls.Mode.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
