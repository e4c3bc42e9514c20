package dev.rivet.source.mysql.connect;

import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Which server answered.
///
/// @param version as the server says, without the product's name
/// @param connectionId what `KILL QUERY` takes
/// @param name stands for this one server among all that may answer at the same address
/// @param expression gives that name on this server, and fails or gives another one elsewhere
/// @param inequality why read views of several connections to it may differ, if they may
public record ServerIdentity(
        Product product,
        String version,
        long connectionId,
        String name,
        String expression,
        @Nullable String inequality) {
    /// A copy of a server has its UUID, and one host may have several servers.
    private static final List<String> NAMES =
            List.of("server_uuid", "server_uid", "hostname", "port", "server_id");

    /// Servers of the same protocol whose locks and read views are something else.
    private static final List<String> STRANGERS =
            List.of("tidb", "vitess", "planetscale", "oceanbase", "xpand");

    /// The two products that speak this protocol, and differ in their settings.
    enum Product {
        MYSQL("MySQL"),
        MARIADB("MariaDB");

        private final String label;

        Product(String label) {
            this.label = label;
        }
    }

    /// Asks for it. Blocks.
    static ServerIdentity of(Dialogue dialogue, SessionVariables variables) {
        String expression =
                NAMES.stream()
                        .filter(variables::has)
                        .map(each -> "@@" + each)
                        .collect(Collectors.joining(", ", "CONCAT_WS('/', ", ")"));
        Row answer = dialogue.askOne("SELECT VERSION(), CONNECTION_ID(), " + expression);
        return of(
                answer.getString(0), answer.getLong(1), answer.getString(2), expression, variables);
    }

    /// Tells the products apart by their version's text.
    ///
    /// @param version what `VERSION()` gives, for example `10.6.12-MariaDB-log`
    static ServerIdentity of(
            String version,
            long connectionId,
            String name,
            String expression,
            SessionVariables variables) {
        boolean mariaDb = version.toLowerCase(Locale.ROOT).contains("mariadb");
        int suffix = version.indexOf('-');
        return new ServerIdentity(
                mariaDb ? Product.MARIADB : Product.MYSQL,
                suffix < 0 ? version : version.substring(0, suffix),
                connectionId,
                name,
                expression,
                inequality(version + " " + variables.value("version_comment"), variables));
    }

    private static @Nullable String inequality(String words, SessionVariables variables) {
        String lower = words.toLowerCase(Locale.ROOT);
        if (STRANGERS.stream().anyMatch(lower::contains)) {
            return "the server is neither MySQL nor MariaDB itself";
        }
        return variables.value("innodb_read_only").equals("ON")
                ? "the server's tables are written by another server"
                : null;
    }

    /// Why read views of several connections to it may differ; empty if they do not.
    Optional<String> unequal() {
        return Optional.ofNullable(inequality);
    }

    public String label() {
        return product.label + " " + version;
    }

    public boolean isMariaDb() {
        return product == Product.MARIADB;
    }
}
