/// The built product, driven as a user drives it: commands in, exit codes, text and files out.
@NullMarked
package dev.rivet.product;

import org.jspecify.annotations.NullMarked;
