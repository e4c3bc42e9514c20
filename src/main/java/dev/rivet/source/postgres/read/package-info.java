/// The streams: portals and `COPY`, one read over one connection each.
@NullMarked
package dev.rivet.source.postgres.read;

import org.jspecify.annotations.NullMarked;
