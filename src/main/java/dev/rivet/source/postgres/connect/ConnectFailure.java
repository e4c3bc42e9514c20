package dev.rivet.source.postgres.connect;

import dev.rivet.config.SourceConfig;
import dev.rivet.config.Tls;
import dev.rivet.diag.Code;
import dev.rivet.diag.Diagnostic;
import dev.rivet.diag.Outlook;
import dev.rivet.source.postgres.wire.PoolerWords;
import dev.rivet.source.postgres.wire.ServerError;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/// Says in plain words why no connection came about, with the driver's words in brackets.
public final class ConnectFailure {
    private final SourceConfig.Endpoint endpoint;
    private final Tls tls;

    public ConnectFailure(SourceConfig.Postgres config) {
        this.endpoint = config.endpoint();
        this.tls = config.tls();
    }

    public Diagnostic explain(Throwable failure) {
        Optional<PgException> server = find(failure, PgException.class);
        if (server.isPresent()) {
            return refusedByServer(ServerError.of(server.get()));
        }
        if (has(failure, UnknownHostException.class)) {
            return permanent("The host name is unknown", failure, "Check the host of the source.")
                    .expecting(Outlook.MISLED);
        }
        if (has(failure, TimeoutException.class)
                || has(failure, SocketTimeoutException.class)
                || has(failure, io.netty.channel.ConnectTimeoutException.class)) {
            return permanent(
                            "Nothing answered in time",
                            failure,
                            "Check host and port, and whether a firewall is in between.")
                    .asTransient();
        }
        return unreachable(failure);
    }

    private Diagnostic unreachable(Throwable failure) {
        if (String.valueOf(failure.getMessage()).endsWith("only UTF8")) {
            return permanent(
                    "The session's encoding was set to UTF8, but something between rivet and the"
                            + " server drops settings",
                    failure,
                    "Connect without the pooler that hides settings.");
        }
        if (has(failure, NoRouteToHostException.class)) {
            return permanent("There is no way to the host", failure, "Check host and network.")
                    .asTransient();
        }
        if (has(failure, ConnectException.class)) {
            return permanent(
                            "Nothing listens on that port",
                            failure,
                            "Check the port, and whether the server runs and takes TCP connections.")
                    .expecting(Outlook.UNREACHABLE);
        }
        if (brokeOff(failure)) {
            return permanent(
                            "The connection broke off",
                            failure,
                            "Check that a PostgreSQL server listens there.")
                    .asTransient();
        }
        return tls.mode() == Tls.Mode.DISABLE
                ? permanent(
                        "The login failed",
                        failure,
                        "Check that a PostgreSQL server listens there, and takes passwords.")
                : insecure(failure);
    }

    private static boolean brokeOff(Throwable failure) {
        return has(failure, ClosedConnectionException.class) || has(failure, SocketException.class);
    }

    /// The driver tells a server's plain "no TLS here" by an exception of no particular class.
    private Diagnostic insecure(Throwable failure) {
        if (failure.getClass().equals(Exception.class)) {
            return permanent(
                    "The server does not speak TLS",
                    failure,
                    "Switch ssl on at the server, or, if the network may be trusted, write tls:"
                            + " {mode: disable}.");
        }
        return permanent(
                "TLS failed",
                failure,
                "Check tls.ca_file and tls.mode; verify-full needs a certificate that names "
                        + endpoint.host()
                        + ".");
    }

    private Diagnostic refusedByServer(ServerError error) {
        return switch (error.sqlState()) {
            case "28P01" ->
                    words("User name or password is wrong", error, "Check user and password.");
            case "28000" ->
                    words(
                            "The server does not let this user in from here",
                            error,
                            tls.mode() == Tls.Mode.DISABLE
                                    ? "Add a line to its pg_hba.conf, or use TLS: the server may"
                                            + " insist on it."
                                    : "Check the user, and the server's pg_hba.conf.");
            case "3D000" ->
                    words(
                            "There is no database \"" + endpoint.database() + "\"",
                            error,
                            "Check the database's name.");
            case "42501" ->
                    words(
                            "The user may not connect to this database",
                            error,
                            "Have its owner run GRANT CONNECT ON DATABASE.");
            case "53300" ->
                    words(
                                    "The server has no connection left",
                                    error,
                                    "Run again later, or raise max_connections.")
                            .expecting(Outlook.UNAVAILABLE);
            case "57P01", "57P02", "57P03" ->
                    words("The server is starting or stopping", error, "Run again in a moment.")
                            .expecting(Outlook.UNAVAILABLE);
            default -> refused(error);
        };
    }

    private Diagnostic refused(ServerError error) {
        Diagnostic told =
                words("The server refused the connection", error, "Read the server's words.");
        return told.expecting(outlook(error));
    }

    /// Poolers give 08P01 also for what is wrong for good, and 08004 is a server's own no.
    private static Outlook outlook(ServerError error) {
        if (PoolerWords.areOfABadMoment(error)) {
            return Outlook.UNAVAILABLE;
        }
        return switch (error.stateClass()) {
            case "53" -> Outlook.EXHAUSTED;
            case "57" -> Outlook.PASSING;
            case "08" ->
                    Set.of("08P01", "08004").contains(error.sqlState())
                            ? Outlook.PERMANENT
                            : Outlook.PASSING;
            default -> Outlook.PERMANENT;
        };
    }

    private Diagnostic words(String what, ServerError error, String action) {
        return Diagnostic.of(Code.SOURCE_CONNECT_FAILED, place(what, error.words()), action);
    }

    private Diagnostic permanent(String what, Throwable failure, String action) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String driver = root.getMessage() == null ? root.toString() : root.getMessage();
        return Diagnostic.of(Code.SOURCE_CONNECT_FAILED, place(what, driver), action);
    }

    private String place(String what, String words) {
        return what
                + ": "
                + endpoint.user()
                + " at "
                + endpoint.host()
                + ":"
                + endpoint.port()
                + "/"
                + endpoint.database()
                + " ("
                + words
                + ").";
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> type) {
        return find(failure, type).isPresent();
    }

    private static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> type) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (type.isInstance(each)) {
                return Optional.of(type.cast(each));
            }
        }
        return Optional.empty();
    }
}
