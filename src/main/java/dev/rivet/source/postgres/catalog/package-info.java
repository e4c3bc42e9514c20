/// What rivet asks the server's catalog: columns, types, sizes, names. Reads no row of a table.
@NullMarked
package dev.rivet.source.postgres.catalog;

import org.jspecify.annotations.NullMarked;
