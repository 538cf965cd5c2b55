package dev.sluice.oss;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.oss.ModelExplorer.Findings;
import org.junit.jupiter.api.Test;

class ExactlyOnceModelTest {
    public static void main(String[] args) {
        ModelHistory history = new ModelHistory(args[0], args.length > 4 ? args[4].split("=") : new String[0]);
        ModelMutant mutant = ModelMutant.valueOf(args[1]);
        int limit = Integer.parseInt(args[2]);
        ModelRun.Scope scope = args[3].equals("whole") ? ModelRun.Scope.whole() : ModelRun.Scope.usual(Integer.parseInt(args[3]));
        ModelExplorer explorer = new ModelExplorer(history, mutant, scope);
        if (args.length > 5) {
            explorer.replay(args[5]).forEach(System.out::println);
            return;
        }
        long t = System.nanoTime();
        Findings findings = explorer.explore(limit);
        System.out.println(findings + " in " + (System.nanoTime() - t) / 1000000 + " ms");
        if (findings.violation() != null) {
            explorer.replay(findings.choices()).forEach(System.out::println);
        }
    }
}
