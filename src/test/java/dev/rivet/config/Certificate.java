package dev.rivet.config;

/// A self-signed certificate, good for nothing but being one.
public final class Certificate {
    public static final String PEM =
            """
            -----BEGIN CERTIFICATE-----
            MIIBgTCCASegAwIBAgIUS/1CDMj9+FFNnky7naT9nO9AVSwwCgYIKoZIzj0EAwIw
            FTETMBEGA1UEAwwKcml2ZXQgdGVzdDAgFw0yNjExMjExMjExNDZaGA8yMTI2MTAy
            ODEyMTE0NlowFTETMBEGA1UEAwwKcml2ZXQgdGVzdDBZMBMGByqGSM49AgEGCCqG
            SM49AwEHA0IABLkad/u4e9eeQRomqTdJpc6JJPo+AWw+YOk8uulSRSyRxhi3fWqN
            nidvPMvErqi93tXUD3eQ4+ZedPnfk5UIPoGjUzBRMB0GA1UdDgQWBBQkpwJRRITm
            ml5TnAKOpkyblt5L2zAfBgNVHSMEGDAWgBQkpwJRRITmml5TnAKOpkyblt5L2zAP
            BgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIQCnEhQEiEFz+xJ80dMe
            NdkZD810fnniXlGLU8B0IoDMaAIgZ/S8ipd7FOxwOXWCZBWQLH1dCIQrrkKVq9ST
            qv7iSvw=
            -----END CERTIFICATE-----
            """;

    private Certificate() {}
}
