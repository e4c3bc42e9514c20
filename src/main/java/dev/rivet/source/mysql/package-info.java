/// MySQL and MariaDB: the Vert.x client connects, prepares and executes; rows are decoded straight
/// from the binary protocol into batches. Tables are paged by key, everything else is streamed.
@NullMarked
package dev.rivet.source.mysql;

import org.jspecify.annotations.NullMarked;
