/// What can go wrong, in words and codes that users and scripts rely on. Knows nothing of exports.
@NullMarked
package dev.rivet.diag;

import org.jspecify.annotations.NullMarked;
