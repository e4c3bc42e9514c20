/// Commands, options and what they print.
@NullMarked
package dev.rivet.cli;

import org.jspecify.annotations.NullMarked;
