package dev.sluice.oss.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;

/** DuckDB, a reader that shares no code with us. */
final class Duck implements AutoCloseable {
    private final Connection connection;
    private final Path directory;

    Duck(Path directory) throws SQLException {
        this.directory = directory;
        this.connection = DriverManager.getConnection("jdbc:duckdb:");
    }

    /** Runs a query in which $file stands for the object; each row as text, null for null. */
    List<List<String>> query(String sql, byte[] object, String extension) throws SQLException, IOException {
        Path file = Files.write(directory.resolve("object" + extension), object);
        String quoted = "'" + file + "'";
        try (Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery(sql.replaceAll("\\$file", Matcher.quoteReplacement(quoted)))) {
            List<List<String>> rows = new ArrayList<>();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(result.getString(i));
                }
                rows.add(row);
            }
            return rows;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
