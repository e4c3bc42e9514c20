/// From PostgreSQL's types to rivet's: natural mapping, overrides, values that have no place.
/// Pure; must not ask the server.
@NullMarked
package dev.rivet.source.postgres.type;

import org.jspecify.annotations.NullMarked;
