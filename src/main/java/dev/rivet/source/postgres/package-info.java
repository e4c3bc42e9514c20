/// PostgreSQL through the Vert.x client: describe, project, read portals.
@NullMarked
package dev.rivet.source.postgres;

import org.jspecify.annotations.NullMarked;
