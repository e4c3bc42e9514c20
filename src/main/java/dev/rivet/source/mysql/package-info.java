/// MySQL and MariaDB through the Vert.x client: describe, project, page by key.
@NullMarked
package dev.rivet.source.mysql;

import org.jspecify.annotations.NullMarked;
