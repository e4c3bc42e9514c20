/// The state database, migrated by Flyway. The stores speak the SQL that all engines
/// understand; an engine is a [Database] with a schema of its own.
@NullMarked
package dev.rivet.state.jdbc;

import org.jspecify.annotations.NullMarked;
