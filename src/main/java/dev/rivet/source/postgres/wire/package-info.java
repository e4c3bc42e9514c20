/// The protocol below the driver: messages, buffers, deadlines, and what the server says when it
/// fails. [PgWire] alone knows how the driver is built inside; nothing here knows a table.
@NullMarked
package dev.rivet.source.postgres.wire;

import org.jspecify.annotations.NullMarked;
