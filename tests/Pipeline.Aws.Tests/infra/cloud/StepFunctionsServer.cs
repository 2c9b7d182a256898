using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Pipeline.Host.Engine.Definitions;
using Pipeline.Host.StepFunctions;
using Pipeline.Host.Store;
using Pipeline.Testing.Hosts;

namespace Pipeline.Aws.Tests.Cloud;

/// <summary>
/// A Step Functions server with the local host's protocol, over the executions of a local store. A client of the deployed stack must show
/// the same as the local commands. The server runs nothing: it only records calls that start or redrive an execution.
/// </summary>
internal sealed class StepFunctionsServer : IAsyncDisposable
{
    /// <summary>Name of an execution that RedriveExecution refuses.</summary>
    public const string NotRedrivable = "not-redrivable";

    private readonly ServedEndpoints _served;
    private readonly LocalStore _store;
    private readonly Lock _lock = new();
    private readonly HashSet<string> _started = [];
    private readonly List<(string Operation, JsonObject Request)> _calls = [];

    public StepFunctionsServer(LocalStore store)
    {
        _store = store;
        var protocol = new StepFunctionsProtocol(new Dictionary<string, StepFunctionsOperation>
        {
            ["ListExecutions"] = Record("ListExecutions", (request, token) => Executions.ListAsync(request, token)),
            ["DescribeExecution"] = Record("DescribeExecution", (request, token) => Executions.DescribeAsync(request, token)),
            ["GetExecutionHistory"] = Record("GetExecutionHistory", (request, token) => Executions.GetHistoryAsync(request, token)),
            ["RedriveExecution"] = Record("RedriveExecution", (request, _) => Redrive(request)),
            ["StartExecution"] = Record("StartExecution", (request, _) => Start((string?)request["name"], (string?)request["input"])),
        });
        _served = ServedEndpoints.StartAsync(app => app.MapPost("/", protocol.HandleAsync)).GetAwaiter().GetResult();
    }

    public string Address => _served.Address;

    /// <summary>Name of an execution that the caller may not start.</summary>
    public string? RefusedName { get; set; }

    /// <summary>Runs an execution that was started, with this input; null to run none. Its result does not matter.</summary>
    public Func<JsonNode, Task<string?>>? Run { get; set; }

    /// <summary>Maximum length of a page of a list or a history, whatever the request asks for.</summary>
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

    private StepFunctionsOperation Record(string name, StepFunctionsOperation operation) => (request, token) =>
    {
        lock (_lock)
        {
            _calls.Add((name, request));
        }

        return operation(request, token);
    };

    /// <summary>Like a Standard state machine, starts one execution per name. In AWS, its name is free again after 90 days.</summary>
    private async Task<JsonObject> Start(string? name, string? input)
    {
        lock (_lock)
        {
            if (name is not null && name == RefusedName)
            {
                throw new StepFunctionsException("AccessDeniedException", "not allowed to start executions");
            }

            if (name is not null && !_started.Add(name))
            {
                throw new StepFunctionsException("ExecutionAlreadyExists", $"Execution Already Exists: '{name}'");
            }
        }

        if (Run is not null && input is not null)
        {
            var @event = JsonNode.Parse(input)!;
            await Run(@event);
            // The pipeline under test names executions by their events.
            name ??= (string?)@event["id"];
        }

        return new() { ["executionArn"] = PipelineDefinition.ExecutionArn(name ?? "started-again"), ["startDate"] = 0 };
    }

    private static Task<JsonObject> Redrive(JsonObject request) =>
        request["executionArn"]!.GetValue<string>().EndsWith(NotRedrivable, StringComparison.Ordinal)
            ? throw new StepFunctionsException("ExecutionNotRedrivable", "Execution is not redrivable")
            : Task.FromResult(new JsonObject { ["redriveDate"] = 0 });
}
