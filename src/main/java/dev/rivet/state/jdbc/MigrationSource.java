package dev.rivet.state.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/// Connections for Flyway, which sets the search path of a session and takes that back later: on
/// another connection of the server by then, if there is a pooler, and somebody else would find
/// it. Here it ends with the transaction; rivet's scripts need none.
final class MigrationSource extends PGSimpleDataSource {
    private static final long serialVersionUID = 1L;

    private static final String FOR_SESSION = "set_config('search_path', ?, false)";
    private static final String FOR_TRANSACTION = "set_config('search_path', ?, true)";

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        return (Connection)
                Proxy.newProxyInstance(
                        MigrationSource.class.getClassLoader(),
                        new Class<?>[] {Connection.class},
                        (proxy, method, arguments) -> call(connection, method, arguments));
    }

    private static @Nullable Object call(
            Connection connection, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        if (arguments != null && arguments.length > 0 && arguments[0] instanceof String sql) {
            arguments[0] = sql.replace(FOR_SESSION, FOR_TRANSACTION);
        }
        try {
            return method.invoke(connection, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
