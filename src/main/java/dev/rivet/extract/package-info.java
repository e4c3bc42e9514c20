/// The engine: one run of one export, in the one commit order.
@NullMarked
package dev.rivet.extract;

import org.jspecify.annotations.NullMarked;
