using System.Text.Json.Nodes;
using Amazon.Runtime;
using Pipeline.Aws.Calls;
using Pipeline.Terminal.Commands;

namespace Pipeline.Cloud.Queries;

/// <summary>Runs queries in a workgroup of Athena, which sets where the results are stored and how much a query may read.</summary>
/// <param name="athena">Athena.</param>
/// <param name="workgroup">Name of the workgroup.</param>
/// <param name="database">Name of the Glue database with the tables.</param>
/// <param name="time">Clock of waits and of the time limit.</param>
/// <param name="warn">Gets a line if a query could not be stopped.</param>
/// <seealso href="https://docs.aws.amazon.com/athena/latest/APIReference/API_Operations.html"/>
internal sealed class AthenaQuery(AwsJsonClient athena, string workgroup, string database, TimeProvider time, Action<string> warn)
{
    /// <summary>How long a query may run. Athena itself allows 30 minutes; a million images take seconds.</summary>
    public static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(10);

    private const string Start = "StartQueryExecution";

    /// <summary>The most that Athena returns in one call.</summary>
    private const int PageSize = 1_000;

    /// <summary>Athena's category of errors that the query itself causes. 1 is Athena's own, 3 another service's.</summary>
    private const int UserError = 2;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Runs a query, and gives its columns and then each row to the caller.</summary>
    /// <param name="sql">The query.</param>
    /// <param name="setColumns">Gets the names and types of the columns.</param>
    /// <param name="addRow">Gets a value for each column.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    /// <returns>The bytes that the query scanned.</returns>
    /// <exception cref="UsageException">The query is wrong.</exception>
    /// <exception cref="AthenaQueryException">The query failed, exceeded a limit, or was stopped by others.</exception>
    /// <exception cref="AmazonServiceException">Athena returned an error.</exception>
    public async Task<long> RunAsync(
        string sql, Action<IReadOnlyList<(string Name, string Type)>> setColumns, Action<IReadOnlyList<JsonNode?>> addRow, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var query = await StartAsync(sql);
        var scanned = await WaitOrStopAsync(query, cancellationToken);
        await ReadAsync(query, setColumns, addRow, cancellationToken);
        return scanned;
    }

    /// <summary>The call is not cancelled: a query that was started must be known, to stop it.</summary>
    private async Task<string> StartAsync(string sql)
    {
        try
        {
            var started = await athena.CallAsync(
                Start,
                new()
                {
                    // A retry of the call starts no second query.
                    ["ClientRequestToken"] = Guid.NewGuid().ToString("N"),
                    ["QueryString"] = sql,
                    ["QueryExecutionContext"] = new JsonObject { ["Database"] = database },
                    ["WorkGroup"] = workgroup,
                },
                CancellationToken.None);
            return (string)started["QueryExecutionId"]!;
        }
        catch (AmazonServiceException exception) when (exception.ErrorCode == "InvalidRequestException")
        {
            throw new UsageException($"Athena refuses the query: {exception.Message.Replace($"{AwsJsonService.Athena.Name}:{Start}: ", "", StringComparison.Ordinal)}");
        }
    }

    private async Task<long> WaitOrStopAsync(string query, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(TimeLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        JsonObject execution;
        try
        {
            execution = await WaitAsync(query, either.Token);
        }
        catch (Exception exception)
        {
            await StopAsync(query);
            if (exception is OperationCanceledException && limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                throw new AthenaQueryException($"The query took longer than {TimeLimit.TotalMinutes} minutes and was stopped. Read less: fewer columns, or days (WHERE dt = '…').");
            }

            throw;
        }

        var scanned = (long?)execution["Statistics"]?["DataScannedInBytes"] ?? 0;
        EnsureSucceeded(execution["Status"]!.AsObject(), scanned);
        return scanned;
    }

    private async Task<JsonObject> WaitAsync(string query, CancellationToken cancellationToken)
    {
        for (var pause = FirstPause; ; pause = pause * 1.5 < LongestPause ? pause * 1.5 : LongestPause)
        {
            await Task.Delay(pause, time, cancellationToken);
            var described = await athena.CallAsync("GetQueryExecution", new() { ["QueryExecutionId"] = query }, cancellationToken);
            var execution = described["QueryExecution"]!.AsObject();
            if ((string?)execution["Status"]?["State"] is not ("QUEUED" or "RUNNING"))
            {
                return execution;
            }
        }
    }

    private static void EnsureSucceeded(JsonObject status, long scanned)
    {
        var state = (string?)status["State"];
        if (state == "SUCCEEDED")
        {
            return;
        }

        var error = status["AthenaError"];
        var reason = (string?)status["StateChangeReason"] ?? (string?)error?["ErrorMessage"] ?? $"its state is {state}";
        if ((int?)error?["ErrorCategory"] == UserError)
        {
            throw new UsageException($"The query failed: {reason}");
        }

        var advice = reason.Contains("limit was exceeded", StringComparison.OrdinalIgnoreCase)
            ? " Read less: fewer columns, or days (WHERE dt = '…'), or raise the limit of the workgroup."
            : "";
        // Failed queries cost nothing.
        var price = state == "CANCELLED" ? $" {QueryPrice.Describe(scanned)}" : "";
        throw new AthenaQueryException($"The query {(state == "CANCELLED" ? "was cancelled" : "failed")}: {reason.TrimEnd('.')}.{advice}{price}");
    }

    private async Task StopAsync(string query)
    {
        using var timeout = new CancellationTokenSource(StopTimeout);
        try
        {
            await athena.CallAsync("StopQueryExecution", new() { ["QueryExecutionId"] = query }, timeout.Token);
        }
        catch (Exception exception) when (exception is AmazonServiceException or HttpRequestException or OperationCanceledException)
        {
            warn($"The query may still run ({exception.Message}). Stop it: aws athena stop-query-execution --query-execution-id {query}");
        }
    }

    private async Task ReadAsync(
        string query, Action<IReadOnlyList<(string Name, string Type)>> setColumns, Action<IReadOnlyList<JsonNode?>> addRow, CancellationToken cancellationToken)
    {
        var request = new JsonObject { ["QueryExecutionId"] = query, ["MaxResults"] = PageSize };
        string[]? types = null;
        while (true)
        {
            var page = await athena.CallAsync("GetQueryResults", request, cancellationToken);
            IEnumerable<JsonNode?> rows = page["ResultSet"]!["Rows"]!.AsArray();
            if (types is null)
            {
                var columns = page["ResultSet"]!["ResultSetMetadata"]!["ColumnInfo"]!.AsArray();
                types = [.. columns.Select(column => (string)column!["Type"]!)];
                setColumns([.. columns.Select(column => ((string)column!["Name"]!, (string)column["Type"]!))]);
                // The first row of all has the names of the columns.
                rows = rows.Skip(1);
            }

            foreach (var row in rows)
            {
                addRow([.. row!["Data"]!.AsArray().Select((value, column) => AthenaValue.Read(types[column], (string?)value?["VarCharValue"]))]);
            }

            if ((string?)page["NextToken"] is not { } token)
            {
                return;
            }

            request["NextToken"] = token;
        }
    }
}
