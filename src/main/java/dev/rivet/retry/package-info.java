/// What a failure means for another attempt, and how long to wait before it. Pure.
@NullMarked
package dev.rivet.retry;

import org.jspecify.annotations.NullMarked;
