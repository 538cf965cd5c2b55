package dev.sluice.cli;

import java.io.PrintWriter;
import java.text.NumberFormat;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** What people see: plain lines, and a moving bar if they look at a terminal. */
final class Screen {

    /** How far a task of known length has come. */
    interface Progress extends AutoCloseable {
        /** Shows that this much is done in all. */
        void at(long done);

        @Override
        void close();
    }

    private final PrintWriter out;
    private final boolean terminal;

    Screen(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    void say(String line) {
        out.println(line);
        out.flush();
    }

    Progress progress(String task, long total) {
        return terminal ? new Bar(task, total) : new Lines(task, total);
    }

    static String number(long value) {
        return NumberFormat.getIntegerInstance(Locale.ROOT).format(value);
    }

    private static final class Bar implements Progress {
        private final ProgressBar bar;

        Bar(String task, long total) {
            bar = new ProgressBarBuilder()
                    .setTaskName(task)
                    .setInitialMax(total)
                    .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
                    .setConsumer(new ConsoleProgressBarConsumer(System.out))
                    .showSpeed()
                    .build();
        }

        @Override
        public void at(long done) {
            bar.stepTo(done);
        }

        @Override
        public void close() {
            bar.close();
        }
    }

    /** One line for every quarter, so that a log stays short. */
    private final class Lines implements Progress {
        private static final int PARTS = 4;

        private final String task;
        private final long total;
        private long shown = -1;

        Lines(String task, long total) {
            this.task = task;
            this.total = total;
        }

        @Override
        public void at(long done) {
            long part = total == 0 ? PARTS : PARTS * done / total;
            if (part > shown) {
                shown = part;
                say(task + ": " + number(done) + " of " + number(total));
            }
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
