package dev.rivet.app;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// Whether connections can be secured: there are authorities to trust, and TLS 1.3.
final class TlsCheck {
    private static final String VERSION = "TLSv1.3";

    private TlsCheck() {}

    static String make() throws IOException, GeneralSecurityException {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();
        if (!List.of(engine.getSupportedProtocols()).contains(VERSION)) {
            throw new IOException("no " + VERSION);
        }
        long authorities = authorities();
        if (authorities == 0) {
            throw new IOException("the store of trusted certificates is empty");
        }
        return String.format(Locale.ROOT, "%s, %d trusted authorities", VERSION, authorities);
    }

    private static long authorities() throws GeneralSecurityException {
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        @Nullable KeyStore builtIn = null;
        factory.init(builtIn);
        return Stream.of(factory.getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .mapToLong(each -> ((X509TrustManager) each).getAcceptedIssuers().length)
                .sum();
    }
}
