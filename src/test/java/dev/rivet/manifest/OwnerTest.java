package dev.rivet.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rivet.diag.Code;
import dev.rivet.diag.RivetException;
import dev.rivet.journal.Outcome;
import dev.rivet.manifest.Manifest.SourceRef;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The manifest that is there is of the table `public.orders` of the PostgreSQL database `shop`.
class OwnerTest {
    private static final Manifest THERE = Manifests.of("orders_1", Outcome.SUCCESS);

    private static void refuse(
            String export,
            String engine,
            @Nullable String database,
            @Nullable String schema,
            @Nullable String table) {
        new Owner(
                        export,
                        new SourceRef(
                                engine,
                                database,
                                schema,
                                table,
                                new Manifest.Extraction("full", null),
                                "unknown"))
                .refuseOther(THERE, "file:///out");
    }

    @ParameterizedTest
    @CsvSource({
        "postgres, shop, public, orders",
        "postgres, shop, , orders",
        "postgres, , public, orders",
        "postgres, shop, , ",
    })
    void whatIsNotKnownTellsNothing(
            String engine,
            @Nullable String database,
            @Nullable String schema,
            @Nullable String table) {
        refuse(THERE.run().exportName(), engine, database, schema, table);
    }

    @ParameterizedTest
    @CsvSource({
        "customers, postgres, shop, public, orders",
        ", mysql, shop, public, orders",
        ", postgres, staging, public, orders",
        ", postgres, shop, archive, orders",
        ", postgres, shop, public, orders_old",
    })
    void everyDifferenceIsAnotherOwner(
            @Nullable String export, String engine, String database, String schema, String table) {
        String name = export == null ? THERE.run().exportName() : export;
        RivetException failure =
                catchThrowableOfType(
                        RivetException.class, () -> refuse(name, engine, database, schema, table));
        assertThat(failure.diagnostic().code()).isEqualTo(Code.DEST_PREFIX_MODE_MISMATCH);
    }

    @Test
    void bothOwnersAreNamedAndBothWaysOut() {
        RivetException failure =
                catchThrowableOfType(
                        RivetException.class, () -> refuse("customers", "mysql", null, null, null));
        assertThat(failure)
                .hasMessageContaining("file:///out belongs to export 'orders' (table orders of")
                .hasMessageContaining("export 'customers' (a query of mysql) may not write there");
        assertThat(failure.diagnostic().action()).contains("{export}", "manifest.json");
    }
}
