package dev.rivet.state.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rivet.diag.Code;
import dev.rivet.diag.RivetException;
import dev.rivet.state.ExportOwner;
import dev.rivet.state.OwnerStore;
import org.junit.jupiter.api.Test;

/// Whose a state is.
interface OwnerStoreContract {
    ExportOwner SHOP = new ExportOwner("/c/shop.yaml", "postgres db:5432/shop", "out/{date}");

    /// Open; closed after each test.
    JdbcStateStore store();

    private OwnerStore owners() {
        return store().owners();
    }

    private void assertRefused(ExportOwner other) {
        RivetException failure =
                catchThrowableOfType(RivetException.class, () -> owners().claim("orders", other));
        assertThat(failure.diagnostic().code()).isEqualTo(Code.STATE_CURSOR_OWNER_MISMATCH);
        assertThat(failure).hasMessageContaining(SHOP.configFile());
        assertThat(failure).hasMessageContaining(other.configFile());
    }

    @Test
    default void firstWhoComesOwnsIt() {
        owners().claim("orders", SHOP);
        owners().claim("orders", SHOP);
        assertRefused(new ExportOwner("/c/a.yaml", "mysql db:3306/shop", "out/{date}"));
        assertRefused(new ExportOwner("/c/a.yaml", SHOP.source(), "elsewhere"));
        owners().claim("users", new ExportOwner("/c/a.yaml", "mysql db:3306/shop", "out"));
    }

    @Test
    default void editedConfigurationIsTheSameAndSoIsAMovedOne() {
        owners().claim("orders", SHOP);
        ExportOwner edited = new ExportOwner(SHOP.configFile(), "postgres new:5432/shop", "new");
        owners().claim("orders", edited);
        ExportOwner moved = new ExportOwner("/d/shop.yaml", edited.source(), "new");
        owners().claim("orders", moved);
        assertRefusedAfterMove();
    }

    private void assertRefusedAfterMove() {
        RivetException failure =
                catchThrowableOfType(RivetException.class, () -> owners().claim("orders", SHOP));
        assertThat(failure).hasMessageContaining("/d/shop.yaml (postgres new:5432/shop to new)");
    }

    @Test
    default void whoTakesItOverHasIt() {
        owners().claim("orders", SHOP);
        assertThat(owners().accept("orders", ExportOwner.of("/c/a.yaml"))).contains(SHOP);
        ExportOwner other = new ExportOwner("/c/a.yaml", "mysql db:3306/shop", "out");
        assertThatCode(() -> owners().claim("orders", other)).doesNotThrowAnyException();
        assertThat(owners().accept("orders", SHOP)).contains(other);
        assertThat(owners().accept("users", SHOP)).isEmpty();
    }
}
