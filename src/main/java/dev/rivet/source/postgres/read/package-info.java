/// The streams, each over one connection: one reader, and what it asks the server for.
@NullMarked
package dev.rivet.source.postgres.read;

import org.jspecify.annotations.NullMarked;
