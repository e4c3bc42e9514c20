/// What is read, and in which pieces: the read path, page ranges, their statements. Pure.
@NullMarked
package dev.rivet.source.postgres.query;

import org.jspecify.annotations.NullMarked;
