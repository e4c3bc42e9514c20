/// PostgreSQL: describes a selection in one read-only transaction and reads it through a portal.
///
/// The Vert.x client connects, authenticates, encrypts, cancels and runs the small statements. The
/// rows do not pass through it: its decoder keeps every byte of a fetch until the fetch ends and
/// makes an object of every value. [PgWire] takes the bytes before it, and they are decoded where
/// they lie. Nothing of the driver's inside is used elsewhere.
@NullMarked
package dev.rivet.source.postgres;

import org.jspecify.annotations.NullMarked;
