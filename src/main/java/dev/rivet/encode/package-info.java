/// Port from batches to file bytes, and back to a row count. What every format shares is here too:
/// rivet's own columns, the row hash and the column checksums.
@NullMarked
package dev.rivet.encode;

import org.jspecify.annotations.NullMarked;
