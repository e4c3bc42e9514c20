/// What happened in a run: its id, its events, and the summary they fold into.
@NullMarked
package dev.rivet.journal;

import org.jspecify.annotations.NullMarked;
