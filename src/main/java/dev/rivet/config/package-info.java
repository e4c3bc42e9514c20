/// From rivet.yaml to validated records. Nothing else reads YAML or expands variables.
@NullMarked
package dev.rivet.config;

import org.jspecify.annotations.NullMarked;
