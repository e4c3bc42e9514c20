/// What a row is: canonical types, columns, schemas and columnar batches. No I/O.
@NullMarked
package dev.rivet.row;

import org.jspecify.annotations.NullMarked;
