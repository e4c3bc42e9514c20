package dev.rivet.source.mysql.connect;

import dev.rivet.config.SourceConfig.Endpoint;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.Outlook;
import dev.rivet.diag.RivetException;
import dev.rivet.source.mysql.wire.ServerErrors;
import io.netty.channel.ConnectTimeoutException;
import io.vertx.mysqlclient.MySQLException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/// Why a connection did not come about, and what to do, in plain words.
final class ConnectErrors {
    private final Endpoint endpoint;

    ConnectErrors(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    RivetException of(Throwable cause) {
        if (cause instanceof RivetException known) {
            return known;
        }
        Throwable root = root(cause);
        return diagnostic(root).toException(root);
    }

    /// The outermost cause that says something definite, or else the innermost.
    private static Throwable root(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null && !isDefinite(root)) {
            root = root.getCause();
        }
        return root;
    }

    private static boolean isDefinite(Throwable cause) {
        return cause instanceof MySQLException
                || cause instanceof UnknownHostException
                || cause instanceof ConnectException
                || cause instanceof NoRouteToHostException
                || cause instanceof TimeoutException
                || cause instanceof UnsupportedOperationException
                || cause instanceof SSLException;
    }

    private Diagnostic diagnostic(Throwable cause) {
        String said = " [" + ServerErrors.words(cause) + "]";
        return switch (cause) {
            case MySQLException error -> refused(error);
            case UnknownHostException unknown ->
                    failure("the host %s is not known%s".formatted(endpoint.host(), said))
                            .action("Check `host`, and that this machine can resolve it.")
                            .expecting(Outlook.MISLED);
            case ConnectTimeoutException late -> late(said);
            case TimeoutException late -> late(said);
            case ConnectException refused ->
                    failure("nothing answers at %s%s".formatted(address(), said))
                            .action("Check host and port, and that the server is running.")
                            .expecting(Outlook.UNREACHABLE);
            case NoRouteToHostException noRoute ->
                    failure("there is no way to %s%s".formatted(address(), said))
                            .action("Check the network, the VPN and firewalls.")
                            .asTransient();
            case SSLException tls ->
                    failure("no trusted TLS connection to %s%s".formatted(address(), said))
                            .action(
                                    "Check `tls.mode`, and that `tls.ca_file` holds the authority"
                                            + " that signed the server's certificate.");
            case UnsupportedOperationException unsupported ->
                    failure(
                                    "user %s logs in by a method that rivet does not have%s"
                                            .formatted(endpoint.user(), said))
                            .action(
                                    "Use a user with caching_sha2_password or"
                                            + " mysql_native_password.");
            default ->
                    failure("%s ended the connection at once%s".formatted(address(), said))
                            .action("Check that a MySQL or MariaDB listens there, and `tls.mode`.")
                            .expecting(Outlook.MISLED);
        };
    }

    private Diagnostic late(String said) {
        return failure("%s did not answer in time%s".formatted(address(), said))
                .action("Check host and port, the network and firewalls, then run again.")
                .asTransient();
    }

    private Diagnostic refused(MySQLException error) {
        String said = " " + ServerErrors.said(error);
        return switch (error.getErrorCode()) {
            case 1045, 1698, 1862, 3118 ->
                    failure("the server does not accept user %s%s".formatted(endpoint.user(), said))
                            .action(
                                    "Check user and password, and from which hosts the user may"
                                            + " connect.");
            case 1044, 1049 ->
                    failure("no access to database %s%s".formatted(endpoint.database(), said))
                            .action("Check `database`, and that the user has rights in it.");
            case 1130, 1129 ->
                    failure("the server does not let this machine in" + said)
                            .action("Allow the host on the server, or unblock it there.");
            case 1040, 1203, 1226 ->
                    failure("the server has no connection to spare" + said)
                            .action("Run again later, or raise the server's limit.")
                            .expecting(Outlook.UNAVAILABLE);
            case 1053, 1077, 1078, 1079 ->
                    failure("the server is stopping" + said)
                            .action("Run again in a moment.")
                            .expecting(Outlook.UNAVAILABLE);
            case 1043, 3159, 1251, 4161 ->
                    failure("server and rivet do not agree how to connect" + said)
                            .action("Check `tls.mode`: the server may lack TLS, or insist on it.");
            default ->
                    failure("the server refused the connection" + said)
                            .action(Code.SOURCE_CONNECT_FAILED.action());
        };
    }

    private String address() {
        return endpoint.host() + ":" + endpoint.port();
    }

    private static Failure failure(String message) {
        return new Failure(message);
    }

    private record Failure(String message) {
        Diagnostic action(String action) {
            return Diagnostic.of(Code.SOURCE_CONNECT_FAILED, message, action);
        }
    }
}
