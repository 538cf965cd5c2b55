package dev.sluice.tablestore.value;

/** What the service takes, as <a href="https://help.aliyun.com/en/tablestore/product-overview/limits-on-widecolumn-model">documented</a>. */
public final class ServiceLimits {
    /** Named in messages, so that a user can read more. */
    public static final String SOURCE =
            "https://help.aliyun.com/en/tablestore/product-overview/limits-on-widecolumn-model";

    /** Rows in a request. */
    public static final int REQUEST_ROWS = 200;
    /** Bytes of a request. */
    public static final int REQUEST_BYTES = 4 << 20;
    /** Bytes of a row, all columns together. */
    public static final int ROW_BYTES = 4 << 20;
    /** Attribute columns in one write of a row. */
    public static final int ROW_COLUMNS = 1024;
    /** Bytes in a cell. */
    public static final int CELL_BYTES = 2 << 20;
    /** Columns of a primary key. */
    public static final int KEY_COLUMNS = 4;
    /** Predefined columns of a table. */
    public static final int PREDEFINED_COLUMNS = 32;
    /** Bytes in a primary key column. */
    public static final int KEY_BYTES = 1 << 10;

    static final int NAME_BYTES = 255;
    /** What names of tables and columns are made of, for messages. */
    public static final String NAME_RULE =
            "letters, digits and _, not starting with a digit, at most " + NAME_BYTES + " of them";

    private ServiceLimits() {}

    /**
     * Whether a table or a column may have this name.
     *
     * @param name of a table or a column
     * @return true when the service takes it
     */
    public static boolean isName(String name) {
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
