/// One stream of bytes to standard output: nothing staged, nothing taken back.
@NullMarked
package dev.rivet.destination.stdout;

import org.jspecify.annotations.NullMarked;
