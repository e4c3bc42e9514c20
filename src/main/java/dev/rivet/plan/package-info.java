/// What a run reads, decided before it reads: which slices of a selection, in which chunks, up to
/// which key, and why. Pure: values in, value out; no I/O, no clock. A mode is a plan, and what
/// reads, writes and commits knows none.
@NullMarked
package dev.rivet.plan;

import org.jspecify.annotations.NullMarked;
