package dev.rivet.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/// A self-signed certificate for `localhost`, made by the JDK's own keytool.
public final class TestCertificate {
    private static final String PASSWORD = "test-only";

    private final Path certificate;
    private final byte[] key;

    private TestCertificate(Path certificate, byte[] key) {
        this.certificate = certificate;
        this.key = key;
    }

    /// Makes a new one.
    ///
    /// @param folder where the certificate's PEM file is put
    public static TestCertificate create(Path folder) {
        try {
            Path store = folder.resolve("server.p12");
            keytool(
                    "-genkeypair",
                    "-keyalg",
                    "RSA",
                    "-keysize",
                    "2048",
                    "-alias",
                    "server",
                    "-dname",
                    "CN=localhost",
                    "-ext",
                    "san=dns:localhost",
                    "-validity",
                    "2",
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    store.toString(),
                    "-storepass",
                    PASSWORD);
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(store)) {
                keys.load(in, PASSWORD.toCharArray());
            }
            Path certificate = folder.resolve("server.crt");
            Files.writeString(
                    certificate, pem("CERTIFICATE", keys.getCertificate("server").getEncoded()));
            byte[] key = keys.getKey("server", PASSWORD.toCharArray()).getEncoded();
            return new TestCertificate(certificate, key);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static void keytool(String... arguments) throws IOException {
        Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        List<String> command = new java.util.ArrayList<>(List.of(tool.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IllegalStateException(words);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static String pem(String what, byte[] content) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + what + "-----\n" + lines + "\n-----END " + what + "-----\n";
    }

    /// The PEM file to trust.
    public Path file() {
        return certificate;
    }

    /// Puts certificate and key where a server looks for them, readable for its owner alone.
    public void install(Path dataDirectory) {
        try {
            Files.copy(certificate, dataDirectory.resolve("server.crt"));
            Path keyFile =
                    Files.createFile(
                            dataDirectory.resolve("server.key"),
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------")));
            Files.writeString(keyFile, pem("PRIVATE KEY", key));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
