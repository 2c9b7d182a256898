using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Pipeline.Host.Store.Sql;

/// <summary>One connection with its prepared statements. Parameters are <c>$1</c>, <c>$2</c>… Use it on one thread at a time.</summary>
internal sealed class SqlSession : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _commands = [];

    private SqlSession(SqliteConnection connection, string path) => (_connection, Path) = (connection, path);

    /// <summary>The database file.</summary>
    public string Path { get; }

    /// <summary>Whether a transaction is open. Some errors make SQLite roll back by itself, such as a full disk or an I/O error.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(_connection.Handle) == 0;

    public static SqlSession Open(string path, bool readOnly)
    {
        Batteries_V2.Init();
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = readOnly ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWriteCreate,
            Pooling = false,
        }.ToString());
        try
        {
            connection.Open();
#pragma warning disable CA1308 // Lower case, because it is only compared: SQLite's own lower() knows ASCII alone.
            connection.CreateFunction("fold", (string text) => text.ToLowerInvariant(), isDeterministic: true);
#pragma warning restore CA1308
            return new SqlSession(connection, path);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <returns>Number of changed rows.</returns>
    public int Execute(string sql, params ReadOnlySpan<object?> values) => Bind(sql, values).ExecuteNonQuery();

    /// <returns>The first row; the default value if there is none.</returns>
    public T? QueryFirst<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        using var reader = Bind(sql, values).ExecuteReader();
        return reader.Read() ? read(reader) : default;
    }

    public List<T> QueryAll<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        using var reader = Bind(sql, values).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    public long QueryNumber(string sql, params ReadOnlySpan<object?> values) => QueryFirst(sql, row => row.GetInt64(0), values);

    /// <summary>Reads with several statements that all see the same state.</summary>
    public T ReadSnapshot<T>(Func<T> read)
    {
        if (InTransaction)
        {
            return read();
        }

        Execute("BEGIN");
        try
        {
            return read();
        }
        finally
        {
            Execute("COMMIT");
        }
    }

    /// <summary>Runs several statements once, without keeping them prepared.</summary>
    public void ExecuteScript(string sql)
    {
        using var command = _connection.CreateCommand();
#pragma warning disable CA2100 // The scripts are constants of this assembly.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }

        _connection.Dispose();
    }

    private SqliteCommand Bind(string sql, ReadOnlySpan<object?> values)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = Prepare(sql, values.Length);
            _commands.Add(sql, command);
        }

        for (var index = 0; index < values.Length; index++)
        {
            command.Parameters[index].Value = values[index] ?? DBNull.Value;
        }

        return command;
    }

    private SqliteCommand Prepare(string sql, int parameters)
    {
        var command = _connection.CreateCommand();
#pragma warning disable CA2100 // Statements are constants of this assembly; values are always parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        for (var number = 1; number <= parameters; number++)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = $"${number}" });
        }

        return command;
    }
}
