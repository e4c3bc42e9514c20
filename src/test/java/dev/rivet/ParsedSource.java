package dev.rivet;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/// One source file, as the compiler reads it.
record ParsedSource(CompilationUnitTree unit, SourcePositions positions) {
    static final Path PRODUCT = Path.of("src", "main");

    /// Of a test of this package.
    static Path file(Class<?> test) {
        return Path.of("src", "test", "java", "dev", "rivet", test.getSimpleName() + ".java");
    }

    /// All Java files below this folder.
    static List<Path> files(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    static List<ParsedSource> of(List<Path> files) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        List<ParsedSource> sources = new ArrayList<>();
        try (var manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task =
                    (JavacTask)
                            compiler.getTask(
                                    new StringWriter(),
                                    manager,
                                    null,
                                    List.of("-proc:none"),
                                    null,
                                    manager.getJavaFileObjectsFromPaths(files));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                sources.add(new ParsedSource(unit, positions));
            }
        }
        return sources;
    }
}
