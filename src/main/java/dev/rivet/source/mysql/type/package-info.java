/// From the servers' types to rivet's: natural mapping, overrides, values that have no place. Pure;
/// must not ask the server.
@NullMarked
package dev.rivet.source.mysql.type;

import org.jspecify.annotations.NullMarked;
