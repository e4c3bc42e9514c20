package dev.rivet.config;

import java.util.List;
import java.util.Map;

/// What a key holds, in the shape that the table asks for.
sealed interface Value {
    record One(Scalar scalar) implements Value {}

    record Many(List<Scalar> scalars) implements Value {}

    record Named(Map<String, Scalar> scalars) implements Value {}

    record Child(Section section) implements Value {}

    record Children(List<Section> sections) implements Value {}

    /// Written, but wrong; that is reported already.
    record Broken() implements Value {}
}
