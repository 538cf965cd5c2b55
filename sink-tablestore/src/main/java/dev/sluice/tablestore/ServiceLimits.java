package dev.sluice.tablestore;

/** What the service takes, as <a href="https://help.aliyun.com/en/tablestore/product-overview/limits-on-widecolumn-model">documented</a>. */
final class ServiceLimits {
    /** Named in messages, so that a user can read more. */
    static final String SOURCE = "https://help.aliyun.com/en/tablestore/product-overview/limits-on-widecolumn-model";

    static final int REQUEST_ROWS = 200;
    static final int REQUEST_BYTES = 4 << 20;
    static final int ROW_BYTES = 4 << 20;
    static final int ROW_COLUMNS = 1024;
    static final int CELL_BYTES = 2 << 20;
    static final int KEY_COLUMNS = 4;
    static final int PREDEFINED_COLUMNS = 32;
    static final int KEY_BYTES = 1 << 10;
    static final int NAME_BYTES = 255;
    static final String NAME_RULE =
            "letters, digits and _, not starting with a digit, at most " + NAME_BYTES + " of them";

    private ServiceLimits() {}

    /** Whether a table or a column may have this name. */
    static boolean isName(String name) {
        int length = name.length();
        if (length == 0 || length > NAME_BYTES || isDigit(name.charAt(0))) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!isLetter(c) && !isDigit(c) && c != '_') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
