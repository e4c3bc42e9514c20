/// What is read, and in which pieces: the read path, keys, ranges, sizes, their statements. No I/O.
@NullMarked
package dev.rivet.source.mysql.query;

import org.jspecify.annotations.NullMarked;
