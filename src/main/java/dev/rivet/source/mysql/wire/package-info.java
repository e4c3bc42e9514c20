/// The protocol below the driver: packets, buffers, definitions, and what the server says when it
/// fails. [WireTap] alone knows how the driver is built inside; nothing here knows a table.
@NullMarked
package dev.rivet.source.mysql.wire;

import org.jspecify.annotations.NullMarked;
