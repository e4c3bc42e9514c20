/// Port to the databases: describe a selection, stream it as batches.
@NullMarked
package dev.rivet.source;

import org.jspecify.annotations.NullMarked;
