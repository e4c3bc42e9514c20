package dev.rivet.config;

/// What an option after the `?` of a connection URL comes to.
sealed interface UrlOption {
    /// Changes nothing that matters here.
    record Harmless() implements UrlOption {}

    /// Asks for at least this protection.
    record Protection(Tls.Mode mode) implements UrlOption {}

    /// Asks for a server that is known to be the one it says.
    record Verified() implements UrlOption {}

    /// Would weaken the connection, or not be followed.
    ///
    /// @param why a clause about the option
    record Refused(String why, String remedy) implements UrlOption {}

    UrlOption HARMLESS = new Harmless();

    static UrlOption refused(String why, String remedy) {
        return new Refused(why, remedy);
    }

    static UrlOption unknown() {
        return refused("which rivet does not know", "Remove it from the URL.");
    }

    static UrlOption tlsBlock() {
        return refused(
                "which rivet takes from elsewhere",
                "Remove it from the URL; TLS is set in the `tls:` block of the source:"
                        + " `tls: {mode: verify-full, ca_file: ...}`.");
    }

    static UrlOption fallsBack() {
        return refused(
                "with a value that would allow a silent fall-back to plain text",
                "Use require, verify-ca or verify-full, or disable, or a `tls:` block.");
    }

    static UrlOption socket() {
        return refused(
                "which names a Unix socket, and rivet connects over TCP",
                "Name host and port instead; a proxy such as Cloud SQL's listens on them with"
                        + " `--port`.");
    }
}
