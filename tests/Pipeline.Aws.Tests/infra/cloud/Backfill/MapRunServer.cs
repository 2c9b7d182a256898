using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Pipeline.Host.StepFunctions;
using Pipeline.Testing.Hosts;

namespace Pipeline.Aws.Tests.Cloud.Backfill;

/// <summary>Step Functions with one backfill, whose Map Run comes further each time that somebody looks.</summary>
internal sealed class MapRunServer : IAsyncDisposable
{
    public const string StateMachine = "arn:aws:states:us-east-1:123456789012:stateMachine:image-pipeline-test-backfill";
    public const string MapRun = "arn:aws:states:us-east-1:123456789012:mapRun:image-pipeline-test-backfill/Listing:1";

    private readonly ServedEndpoints _served;
    private readonly Lock _lock = new();
    private readonly List<(string Operation, JsonObject Request)> _calls = [];

    public MapRunServer()
    {
        var protocol = new StepFunctionsProtocol(new Dictionary<string, StepFunctionsOperation>
        {
            ["StartExecution"] = Record("StartExecution", request => new() { ["executionArn"] = $"{StateMachine}:{request["name"]}", ["startDate"] = 0 }),
            ["ListExecutions"] = Record("ListExecutions", _ => new() { ["executions"] = new JsonArray(Describe("newest")) }),
            ["DescribeExecution"] = Record("DescribeExecution", request => Describe(((string)request["executionArn"]!).Split(':')[^1])),
            ["ListMapRuns"] = Record("ListMapRuns", request => new()
            {
                ["mapRuns"] = new JsonArray(new JsonObject
                {
                    ["executionArn"] = request["executionArn"]!.DeepClone(), ["mapRunArn"] = MapRun, ["startDate"] = 0, ["stateMachineArn"] = StateMachine,
                }),
            }),
            ["DescribeMapRun"] = Record("DescribeMapRun", _ => DescribeMapRun()),
            ["StopExecution"] = Record("StopExecution", _ => new() { ["stopDate"] = 0 }),
            ["RedriveExecution"] = Record("RedriveExecution", _ => new() { ["redriveDate"] = 0 }),
        });
        _served = ServedEndpoints.StartAsync(app => app.MapPost("/", protocol.HandleAsync)).GetAwaiter().GetResult();
    }

    public string Address => _served.Address;

    /// <summary>Status of the backfill once its Map Run has ended.</summary>
    public string FinalStatus { get; set; } = "SUCCEEDED";

    /// <summary>How often somebody must look until the Map Run has ended.</summary>
    public int Looks { get; set; } = 2;

    public IReadOnlyList<JsonObject> CallsOf(string operation)
    {
        lock (_lock)
        {
            return [.. _calls.Where(call => call.Operation == operation).Select(call => call.Request)];
        }
    }

    public ValueTask DisposeAsync() => _served.DisposeAsync();

    private StepFunctionsOperation Record(string name, Func<JsonObject, JsonObject> operation) => (request, _) =>
    {
        lock (_lock)
        {
            _calls.Add((name, request));
            return Task.FromResult(operation(request));
        }
    };

    private int Looked => _calls.Count(call => call.Operation == "DescribeMapRun");

    private JsonObject Describe(string name)
    {
        var status = Looked < Looks ? "RUNNING" : FinalStatus;
        var execution = new JsonObject
        {
            ["executionArn"] = $"{StateMachine.Replace(":stateMachine:", ":execution:", StringComparison.Ordinal)}:{name}", ["name"] = name,
            ["stateMachineArn"] = StateMachine, ["startDate"] = 0, ["status"] = status,
        };
        if (status == "SUCCEEDED")
        {
            execution["output"] = """{"counts":{"accepted":3,"unchanged":0,"refreshed":0,"rejected":0,"failed":1,"superseded":0,"skipped":0},"results":{"Bucket":"internal","Key":"backfills/x/manifest.json"}}""";
        }
        else if (status == "FAILED")
        {
            (execution["error"], execution["cause"]) = ("States.ExceedToleratedFailureThreshold", "too many failed");
        }

        return execution;
    }

    private JsonObject DescribeMapRun() => new()
    {
        ["mapRunArn"] = MapRun, ["executionArn"] = "arn", ["status"] = "RUNNING", ["startDate"] = 0, ["maxConcurrency"] = 20,
        ["toleratedFailureCount"] = 0, ["toleratedFailurePercentage"] = 5, ["itemCounts"] = Count(), ["executionCounts"] = Count(),
    };

    private JsonObject Count() => new()
    {
        ["pending"] = 0, ["running"] = Looked < Looks ? 1 : 0, ["succeeded"] = 3, ["failed"] = 1, ["timedOut"] = 0, ["aborted"] = 0,
        ["total"] = Looked < Looks ? 5 : 4, ["resultsWritten"] = 0,
    };
}
