/// What tests of several packages share.
@NullMarked
package dev.rivet;

import org.jspecify.annotations.NullMarked;
