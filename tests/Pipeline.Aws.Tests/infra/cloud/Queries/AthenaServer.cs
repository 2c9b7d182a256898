using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Pipeline.Testing.Hosts;

namespace Pipeline.Aws.Tests.Cloud.Queries;

/// <summary>Athena with one query, in the form that its API reference describes.</summary>
internal sealed class AthenaServer : IAsyncDisposable
{
    public const string QueryId = "8d1b2c3d-0f4e-4c5b-9a6d-7e8f90a1b2c3";

    private ServedEndpoints _served = null!;

    /// <summary>Names of the operations that were called, with their requests, in order.</summary>
    public ConcurrentQueue<(string Operation, JsonObject Request)> Calls { get; } = new();

    /// <summary>Statuses that are returned one after the other; the last one stays.</summary>
    public ConcurrentQueue<JsonObject> Statuses { get; } = new();

    /// <summary>Errors that are returned before calls pass, with the operation that they answer.</summary>
    public ConcurrentQueue<(string Operation, int Status, string Body)> Errors { get; } = new();

    /// <summary>Pages of rows, without the row of names.</summary>
    public string?[][][] Pages { get; set; } = [[]];

    /// <summary>Names and types of the columns.</summary>
    public (string Name, string Type)[] Columns { get; set; } = [("n", "bigint")];

    public long Scanned { get; set; }

    /// <summary>Set when somebody asks for the status.</summary>
    public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Address => _served.Address;

    public static async Task<AthenaServer> StartAsync()
    {
        var server = new AthenaServer();
        server._served = await ServedEndpoints.StartAsync(app => app.MapPost("/", server.HandleAsync));
        return server;
    }

    public IReadOnlyList<JsonObject> CallsOf(string operation) => [.. Calls.Where(call => call.Operation == operation).Select(call => call.Request)];

    public static JsonObject Status(string state, string? reason = null, int? category = null)
    {
        var status = new JsonObject { ["State"] = state, ["SubmissionDateTime"] = 1.7644212E9 };
        if (reason is not null)
        {
            status["StateChangeReason"] = reason;
        }

        if (category is not null)
        {
            status["AthenaError"] = new JsonObject { ["ErrorCategory"] = category, ["ErrorType"] = 1006, ["Retryable"] = false, ["ErrorMessage"] = reason };
        }

        return status;
    }

    public ValueTask DisposeAsync() => _served.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        var target = context.Request.Headers["x-amz-target"].ToString();
        Assert.StartsWith("AmazonAthena.", target, StringComparison.Ordinal);
        Assert.Equal("application/x-amz-json-1.1", context.Request.ContentType);
        Assert.Contains("/us-east-1/athena/aws4_request", context.Request.Headers.Authorization.ToString(), StringComparison.Ordinal);
        var operation = target["AmazonAthena.".Length..];
        var request = (await JsonNode.ParseAsync(context.Request.Body))!.AsObject();
        Calls.Enqueue((operation, request));
        var (status, body) = Errors.TryPeek(out var error) && error.Operation == operation && Errors.TryDequeue(out _)
            ? (error.Status, error.Body)
            : (200, Answer(operation, request).ToJsonString());
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/x-amz-json-1.1";
        await context.Response.WriteAsync(body);
    }

    private JsonObject Answer(string operation, JsonObject request) => operation switch
    {
        "StartQueryExecution" => new() { ["QueryExecutionId"] = QueryId },
        "GetQueryExecution" => Describe(request),
        "GetQueryResults" => ReadPage(request),
        "StopQueryExecution" => [],
        _ => throw new InvalidOperationException(operation),
    };

    private JsonObject Describe(JsonObject request)
    {
        Assert.Equal(QueryId, (string?)request["QueryExecutionId"]);
        var status = Statuses.Count > 1 && Statuses.TryDequeue(out var next) ? next : Statuses.TryPeek(out var last) ? last : Status("SUCCEEDED");
        Asked.TrySetResult();
        return new()
        {
            ["QueryExecution"] = new JsonObject
            {
                ["QueryExecutionId"] = QueryId, ["StatementType"] = "DML", ["Status"] = status.DeepClone(),
                ["Statistics"] = new JsonObject { ["DataScannedInBytes"] = Scanned, ["TotalExecutionTimeInMillis"] = 812 },
            },
        };
    }

    private JsonObject ReadPage(JsonObject request)
    {
        var number = (string?)request["NextToken"] is { } token ? int.Parse(token["page ".Length..], System.Globalization.CultureInfo.InvariantCulture) : 0;
        var rows = number == 0 ? Pages[0].Prepend([.. Columns.Select(column => column.Name)]) : Pages[number];
        var page = new JsonObject
        {
            ["ResultSet"] = new JsonObject
            {
                ["Rows"] = new JsonArray([.. rows.Select(row => new JsonObject { ["Data"] = new JsonArray([.. row.Select(Datum)]) })]),
                ["ResultSetMetadata"] = new JsonObject
                {
                    ["ColumnInfo"] = new JsonArray([.. Columns.Select(column => new JsonObject
                    {
                        ["CatalogName"] = "hive", ["Name"] = column.Name, ["Label"] = column.Name, ["Type"] = column.Type, ["Nullable"] = "UNKNOWN",
                    })]),
                },
            },
            ["UpdateCount"] = 0,
        };
        if (number + 1 < Pages.Length)
        {
            page["NextToken"] = $"page {number + 1}";
        }

        return page;
    }

    /// <summary>NULL is a value without a member.</summary>
    private static JsonNode Datum(string? value) => value is null ? new JsonObject() : new JsonObject { ["VarCharValue"] = value };
}
