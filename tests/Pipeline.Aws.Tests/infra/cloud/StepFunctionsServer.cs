using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Pipeline.Host.Engine.Definitions;
using Pipeline.Host.StepFunctions;
using Pipeline.Host.Store;
using Pipeline.Testing.Hosts;

namespace Pipeline.Aws.Tests.Cloud;

/// <summary>
/// Step Functions' protocol, as the local host speaks it, over executions that really ran: those of a local store. What a client of the
/// deployed stack shows must then be what the local commands show. Nothing can run here: starting and redriving are only noted.
/// </summary>
internal sealed class StepFunctionsServer : IAsyncDisposable
{
    /// <summary>Name of an execution that RedriveExecution refuses.</summary>
    public const string NotRedrivable = "not-redrivable";

    private readonly ServedEndpoints _served;
    private readonly LocalStore _store;
    private readonly Lock _lock = new();
    private readonly List<(string Operation, JsonObject Request)> _calls = [];

    public StepFunctionsServer(LocalStore store)
    {
        _store = store;
        var protocol = new StepFunctionsProtocol(new Dictionary<string, StepFunctionsOperation>
        {
            ["ListExecutions"] = Recorded("ListExecutions", (request, token) => Executions.ListAsync(request, token)),
            ["DescribeExecution"] = Recorded("DescribeExecution", (request, token) => Executions.DescribeAsync(request, token)),
            ["GetExecutionHistory"] = Recorded("GetExecutionHistory", (request, token) => Executions.GetHistoryAsync(request, token)),
            ["RedriveExecution"] = Recorded("RedriveExecution", (request, _) => Redrive(request)),
            ["StartExecution"] = Recorded("StartExecution", (_, _) => Task.FromResult(new JsonObject
            {
                ["executionArn"] = PipelineDefinition.ExecutionArn("started-again"), ["startDate"] = 0,
            })),
        });
        _served = ServedEndpoints.StartAsync(app => app.MapPost("/", protocol.HandleAsync)).GetAwaiter().GetResult();
    }

    public string Address => _served.Address;

    /// <summary>Pages of lists and histories are no longer than this, whatever is asked for.</summary>
    public int MaxPageSize { get; init; } = 1_000;

    public IReadOnlyList<(string Operation, JsonObject Request)> Calls
    {
        get
        {
            lock (_lock)
            {
                return [.. _calls];
            }
        }
    }

    private ExecutionQueries Executions => new(_store, TimeProvider.System, MaxPageSize);

    public ValueTask DisposeAsync() => _served.DisposeAsync();

    private StepFunctionsOperation Recorded(string name, StepFunctionsOperation operation) => (request, token) =>
    {
        lock (_lock)
        {
            _calls.Add((name, request));
        }

        return operation(request, token);
    };

    private static Task<JsonObject> Redrive(JsonObject request) =>
        request["executionArn"]!.GetValue<string>().EndsWith(NotRedrivable, StringComparison.Ordinal)
            ? throw new StepFunctionsException("ExecutionNotRedrivable", "Execution is not redrivable")
            : Task.FromResult(new JsonObject { ["redriveDate"] = 0 });
}
