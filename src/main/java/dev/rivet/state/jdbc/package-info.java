/// The state database: SQLite beside the configuration, migrated by Flyway.
@NullMarked
package dev.rivet.state.jdbc;

import org.jspecify.annotations.NullMarked;
