package dev.rivet.state.jdbc;

import dev.rivet.diag.RivetException;
import java.util.List;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/// What an engine knows of the schema of its state, for [Migrations].
interface SchemaHistory {
    /// Where nothing was ever migrated.
    int NONE = 0;

    /// The folder of the engine's scripts, on the class path.
    String folder();

    /// In order; each name gives its version, and the last one that of the schema.
    List<String> scripts();

    /// The version that the database has.
    ///
    /// @throws RivetException `STATE_SCHEMA_FOREIGN` for tables of somebody else in the way
    int version();

    /// How often a migration is tried before its failure counts.
    int attempts();

    /// Runs a migration while nobody else changes the schema.
    ///
    /// @throws RivetException `STATE_MIGRATION_LOCKED` when others take too long
    void alone(Runnable migration);

    /// What Flyway must know besides the scripts.
    void configure(FluentConfiguration flyway);

    /// Called before a schema of that version is changed.
    void prepare(int version);

    /// For people: what has the schema.
    String name();

    /// What it means that the migration failed.
    RivetException failed(FlywayException cause, int wanted);
}
