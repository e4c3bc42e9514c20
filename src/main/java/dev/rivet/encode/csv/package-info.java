/// CSV files as RFC 4180 has them.
@NullMarked
package dev.rivet.encode.csv;

import org.jspecify.annotations.NullMarked;
