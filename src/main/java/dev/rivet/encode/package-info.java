/// Port from batches to file bytes, and back to a row count.
@NullMarked
package dev.rivet.encode;

import org.jspecify.annotations.NullMarked;
