/// What rivet asks the server's catalog: columns, sizes, indexes, names. Reads no row of a table.
@NullMarked
package dev.rivet.source.mysql.catalog;

import org.jspecify.annotations.NullMarked;
