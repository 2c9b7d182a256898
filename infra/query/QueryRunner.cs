using System.Data.Common;
using System.Text.Json;
using DuckDB.NET.Data;

namespace Pipeline.Query;

/// <summary>Runs queries in a database in memory that can read the files of one folder and nothing else.</summary>
internal static class QueryRunner
{
    /// <summary>Runs a request, up to the first query that fails.</summary>
    /// <returns>Whether all queries succeeded.</returns>
    public static bool Run(QueryRequest request, ResultLines lines)
    {
        if (request.Version != QueryRequest.CurrentVersion)
        {
            lines.WriteError($"The query program is of another version: it knows requests of version {QueryRequest.CurrentVersion}, not {request.Version}.");
            return false;
        }

        try
        {
            using var connection = new DuckDBConnection("DataSource=:memory:");
            connection.Open();
            Prepare(connection, request);
            foreach (var query in request.Queries)
            {
                Run(connection, query, lines);
            }

            return true;
        }
        catch (Exception exception) when (exception is DbException or NotQueryException)
        {
            lines.WriteError(exception.Message);
            return false;
        }
    }

    private static void Prepare(DuckDBConnection connection, QueryRequest request)
    {
        string[] settings =
        [
            // No file outside, no network, no extensions from elsewhere, and no way for the query to change that.
            $"SET allowed_directories = ['{request.Folder.Replace("'", "''", StringComparison.Ordinal)}']",
            "SET temp_directory = ''",
            "SET enable_external_access = false",
            "SET lock_configuration = true",
        ];
        foreach (var statement in settings.Concat(request.Setup))
        {
            using var command = connection.CreateCommand();
            command.CommandText = statement;
            command.ExecuteNonQuery();
        }
    }

    /// <summary>Only a query that reads is one: COPY could write into the folder.</summary>
    /// <exception cref="NotQueryException">It is another statement, or none or several.</exception>
    private static void EnsureReads(DuckDBConnection connection, string query)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT json_serialize_sql($1::VARCHAR)";
        command.Parameters.Add(new DuckDBParameter(query));
        using var json = JsonDocument.Parse((string)command.ExecuteScalar()!);
        // The query itself reports syntax errors better. What cannot be parsed cannot write.
        var isOther = json.RootElement.GetProperty("error").GetBoolean() && json.RootElement.GetProperty("error_type").GetString() != "parser";
        if (isOther || (json.RootElement.TryGetProperty("statements", out var statements) && statements.GetArrayLength() != 1))
        {
            throw new NotQueryException();
        }
    }

    private static void Run(DuckDBConnection connection, string query, ResultLines lines)
    {
        EnsureReads(connection, query);
        using var command = connection.CreateCommand();
        command.CommandText = query;
        command.UseStreamingMode = true;
        using var reader = command.ExecuteReader();
        lines.WriteColumns([.. Enumerable.Range(0, reader.FieldCount).Select(column => (reader.GetName(column), reader.GetDataTypeName(column)))]);
        var values = new object[reader.FieldCount];
        var rows = 0L;
        for (; reader.Read(); rows++)
        {
            reader.GetValues(values);
            lines.WriteRow(values);
        }

        lines.WriteEnd(rows);
    }
}
