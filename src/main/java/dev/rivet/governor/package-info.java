/// How fast a read may go: the gate that every batch passes on its way to the encoder.
@NullMarked
package dev.rivet.governor;

import org.jspecify.annotations.NullMarked;
