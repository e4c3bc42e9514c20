package dev.rivet.source.mysql.connect;

import java.util.Locale;

/// Which server answered.
///
/// @param version as the server says, without the product's name
/// @param connectionId what `KILL QUERY` takes
public record ServerIdentity(Product product, String version, long connectionId) {
    /// The two products that speak this protocol, and differ in their settings.
    enum Product {
        MYSQL("MySQL"),
        MARIADB("MariaDB");

        private final String label;

        Product(String label) {
            this.label = label;
        }
    }

    /// Tells the products apart by their version's text.
    ///
    /// @param version what `VERSION()` gives, for example `10.6.12-MariaDB-log`
    public static ServerIdentity of(String version, long connectionId) {
        boolean mariaDb = version.toLowerCase(Locale.ROOT).contains("mariadb");
        int suffix = version.indexOf('-');
        return new ServerIdentity(
                mariaDb ? Product.MARIADB : Product.MYSQL,
                suffix < 0 ? version : version.substring(0, suffix),
                connectionId);
    }

    public String label() {
        return product.label + " " + version;
    }

    boolean hasStatisticsCache() {
        return product == Product.MYSQL && !version.startsWith("5.");
    }
}
