/// From bytes to the columns of a batch. Event loop only; knows no connection.
@NullMarked
package dev.rivet.source.postgres.decode;

import org.jspecify.annotations.NullMarked;
