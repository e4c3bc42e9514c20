package dev.rivet.source.mysql.connect;

import dev.rivet.config.SourceConfig.Endpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;

/// Logs in by `caching_sha2_password`, without TLS, as `mysql --get-server-public-key` does,
/// and out again. The server then has the password's hash in its cache, and lets the driver in by
/// the short way.
///
/// The driver cannot do this where the server's default is another plugin: the server then
/// switches, with a new nonce, and the driver encrypts the password with the old one. This class
/// goes when the driver is mended: decision 10 in `docs/adr`.
final class FirstLogin {
    private static final String PLUGIN = "caching_sha2_password";
    private static final int NONCE_BYTES = 20;
    private static final int FIRST_NONCE_BYTES = 8;
    private static final int MORE_DATA = 0x01;
    private static final int SWITCH = 0xFE;
    private static final int WHOLE_PASSWORD = 4;
    private static final byte GIVE_PUBLIC_KEY = 2;
    private static final byte QUIT = 1;

    /// `CLIENT_LONG_PASSWORD`, `CLIENT_PROTOCOL_41`, `CLIENT_SECURE_CONNECTION` and
    /// `CLIENT_PLUGIN_AUTH`.
    private static final int CAPABILITIES = 1 | 1 << 9 | 1 << 15 | 1 << 19;

    private static final int MOST_PACKET_BYTES = 1 << 24;
    private static final byte UTF8MB4 = 45;

    private final Endpoint endpoint;
    private final byte[] password;
    private final LoginSocket socket;

    private FirstLogin(Endpoint endpoint, LoginSocket socket) {
        this.endpoint = endpoint;
        this.password = endpoint.password().reveal().getBytes(StandardCharsets.UTF_8);
        this.socket = socket;
    }

    /// Whether the server switches to the plugin, asks for the whole password, and takes it.
    /// Blocks, for the limit at most. Why it does not is not told: the driver's failure stands.
    static boolean succeeds(Endpoint endpoint, Duration limit) {
        var server = new InetSocketAddress(endpoint.host(), endpoint.port());
        try (LoginSocket socket = LoginSocket.open(server, limit)) {
            return new FirstLogin(endpoint, socket).run();
        } catch (IOException | GeneralSecurityException | RuntimeException notToBeHad) {
            return false;
        }
    }

    private boolean run() throws IOException, GeneralSecurityException {
        byte[] nonce = handshakeNonce(socket.read());
        socket.answer(response(scramble(nonce)));
        ByteBuffer next = socket.read();
        if (first(next) != SWITCH || !text(next).equals(PLUGIN)) {
            return false;
        }
        next.get(nonce);
        socket.answer(scramble(nonce));
        next = socket.read();
        if (first(next) != MORE_DATA || next.get() != WHOLE_PASSWORD) {
            return false;
        }
        socket.answer(GIVE_PUBLIC_KEY);
        next = socket.read();
        if (first(next) != MORE_DATA) {
            return false;
        }
        socket.answer(encrypted(nonce, publicKey(next)));
        boolean taken = first(socket.read()) == 0;
        socket.command(QUIT);
        return taken;
    }

    private static int first(ByteBuffer packet) {
        return packet.get() & 0xFF;
    }

    private static String text(ByteBuffer packet) {
        StringBuilder text = new StringBuilder();
        for (int next = first(packet); next != 0; next = first(packet)) {
            text.append((char) next);
        }
        return text.toString();
    }

    /// From protocol version 10: the nonce comes in two parts.
    private static byte[] handshakeNonce(ByteBuffer packet) {
        packet.get();
        text(packet);
        packet.getInt();
        byte[] nonce = new byte[NONCE_BYTES];
        packet.get(nonce, 0, FIRST_NONCE_BYTES);
        int capabilitiesCharsetStatusLengthReserved = 1 + 2 + 1 + 2 + 2 + 1 + 10;
        packet.position(packet.position() + capabilitiesCharsetStatusLengthReserved);
        packet.get(nonce, FIRST_NONCE_BYTES, NONCE_BYTES - FIRST_NONCE_BYTES);
        return nonce;
    }

    private byte[] response(byte[] scramble) {
        byte[] user = endpoint.user().getBytes(StandardCharsets.UTF_8);
        byte[] plugin = PLUGIN.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer out =
                ByteBuffer.allocate(32 + user.length + 2 + scramble.length + plugin.length + 1)
                        .order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(CAPABILITIES).putInt(MOST_PACKET_BYTES).put(UTF8MB4).put(new byte[23]);
        out.put(user).put((byte) 0).put((byte) scramble.length).put(scramble);
        return out.put(plugin).put((byte) 0).array();
    }

    /// `SHA256(password) XOR SHA256(SHA256(SHA256(password)), nonce)`.
    private byte[] scramble(byte[] nonce) throws GeneralSecurityException {
        byte[] hash = sha256(password);
        return xor(hash, sha256(sha256(hash), nonce));
    }

    private static byte[] sha256(byte[]... parts) throws GeneralSecurityException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (byte[] part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }

    private static byte[] xor(byte[] bytes, byte[] key) {
        byte[] result = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            result[i] = (byte) (bytes[i] ^ key[i % key.length]);
        }
        return result;
    }

    private static PublicKey publicKey(ByteBuffer packet) throws GeneralSecurityException {
        String pem = StandardCharsets.US_ASCII.decode(packet).toString();
        String body = pem.replaceAll("-----[A-Z ]+-----|\\s", "");
        return KeyFactory.getInstance("RSA")
                .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(body)));
    }

    private byte[] encrypted(byte[] nonce, PublicKey key) throws GeneralSecurityException {
        byte[] ended = Arrays.copyOf(password, password.length + 1);
        Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPWithSHA-1AndMGF1Padding");
        cipher.init(Cipher.ENCRYPT_MODE, key);
        return cipher.doFinal(xor(ended, nonce));
    }
}
