package dev.sluice.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeParameterTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the build's doclint of JDK 17 does not ask for: the components of records and the type parameters of types. */
class TypeJavadocTest {

    @ParameterizedTest
    @ValueSource(strings = {"../connector-core/src/main/java", "src/main/java"})
    void everyRecordComponentAndTypeParameterOfThePublicSurfaceIsDocumented(String sources) throws IOException {
        assertThat(undocumented(Path.of(sources)))
                .as("add a @param for each to the comment of its type")
                .isEmpty();
    }

    @Test
    void whatIsMissingIsTold(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("Example.java"), """
                /** @param told as it has to be */
                public record Example<T>(T component, String told) {
                    public interface Nested {
                        record Part(int size) {}
                    }
                    record Hidden(int unseen) {}
                }
                """);
        assertThat(undocumented(folder))
                .containsExactlyInAnyOrder(
                        "Example.java: Example.T", "Example.java: Example.component", "Example.java: Part.size");
    }

    private static List<String> undocumented(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.toString().contains("internal"))
                    .toList();
        }
        assertThat(files).isNotEmpty();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(files));
            PublicTypes types = new PublicTypes(DocTrees.instance(task));
            for (CompilationUnitTree file : task.parse()) {
                types.scan(file, Path.of(file.getSourceFile().getName()).getFileName() + ": ");
            }
            return types.missing;
        }
    }

    /** Goes down into types that others can see. */
    private static final class PublicTypes extends TreePathScanner<Void, String> {
        private final DocTrees docs;
        private final List<String> missing = new ArrayList<>();

        PublicTypes(DocTrees docs) {
            this.docs = docs;
        }

        @Override
        public Void visitClass(ClassTree type, String where) {
            Set<Modifier> modifiers = type.getModifiers().getFlags();
            boolean inInterface = getCurrentPath().getParentPath().getLeaf().getKind() == Tree.Kind.INTERFACE;
            if (modifiers.contains(Modifier.PUBLIC) || modifiers.contains(Modifier.PROTECTED) || inInterface) {
                Set<String> told = told();
                needed(type).stream()
                        .filter(name -> !told.contains(name))
                        .forEach(name -> missing.add(where + type.getSimpleName() + "." + name));
                return super.visitClass(type, where);
            }
            return null;
        }

        private Set<String> told() {
            Set<String> names = new TreeSet<>();
            DocCommentTree comment = docs.getDocCommentTree(getCurrentPath());
            if (comment != null) {
                comment.getBlockTags().stream()
                        .filter(ParamTree.class::isInstance)
                        .forEach(tag -> names.add(((ParamTree) tag).getName().toString()));
            }
            return names;
        }

        private static List<String> needed(ClassTree type) {
            List<String> names = new ArrayList<>();
            for (TypeParameterTree parameter : type.getTypeParameters()) {
                names.add(parameter.getName().toString());
            }
            for (Tree member : type.getMembers()) {
                // A record has no other fields of its instances.
                if (type.getKind() == Tree.Kind.RECORD
                        && member instanceof VariableTree field
                        && !field.getModifiers().getFlags().contains(Modifier.STATIC)) {
                    names.add(field.getName().toString());
                }
            }
            return names;
        }
    }
}
