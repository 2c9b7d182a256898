using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Pipeline.Local.Hosting;
using Pipeline.Local.Store;

namespace Pipeline.Aws.Tests.Cloud;

/// <summary>
/// Step Functions' protocol (AWS JSON 1.0) over executions that really ran: those of a local store. What a client of the deployed
/// stack shows must then be what the local commands show.
/// </summary>
internal sealed class StepFunctionsServer : IAsyncDisposable
{
    /// <summary>Name of an execution that RedriveExecution refuses.</summary>
    public const string NotRedrivable = "not-redrivable";

    private readonly HttpListener _listener = new();
    private readonly LocalStore _store;
    private readonly Task _serving;
    private readonly Lock _lock = new();
    private readonly List<(string Operation, JsonObject Request)> _calls = [];

    public StepFunctionsServer(LocalStore store)
    {
        _store = store;
        Address = $"http://127.0.0.1:{FreePort()}/";
        _listener.Prefixes.Add(Address);
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Address { get; }

    /// <summary>Pages of lists and histories are no longer than this, whatever is asked for.</summary>
    public int MaxPage { get; init; } = 1_000;

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

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
    }

    /// <summary>HttpListener takes no port 0.</summary>
    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            await AnswerAsync(context);
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var operation = context.Request.Headers["X-Amz-Target"]!.Split('.')[1];
        var request = (JsonObject)(await JsonNode.ParseAsync(context.Request.InputStream))!;
        lock (_lock)
        {
            _calls.Add((operation, request));
        }

        var answer = operation switch
        {
            "ListExecutions" => await ListAsync(request),
            "DescribeExecution" => await DescribeAsync(Text(request, "executionArn")),
            "GetExecutionHistory" => await HistoryAsync(request),
            "RedriveExecution" when Text(request, "executionArn").EndsWith(NotRedrivable, StringComparison.Ordinal) => null,
            "RedriveExecution" => new JsonObject { ["redriveDate"] = 0 },
            "StartExecution" => new JsonObject { ["executionArn"] = PipelineDefinition.ExecutionArn("started-again"), ["startDate"] = 0 },
            _ => null,
        };
        context.Response.StatusCode = answer is null ? 400 : 200;
        context.Response.ContentType = "application/x-amz-json-1.0";
        answer ??= operation == "RedriveExecution"
            ? new JsonObject { ["__type"] = "ExecutionNotRedrivable", ["message"] = "Execution is not redrivable" }
            : new JsonObject { ["__type"] = "ExecutionDoesNotExist", ["message"] = "Execution Does Not Exist" };
        await using var body = new StreamWriter(context.Response.OutputStream);
        await body.WriteAsync(answer.ToJsonString());
    }

    private async Task<JsonObject> ListAsync(JsonObject request)
    {
        RecordedStatus? status = request["statusFilter"] is { } filter ? ExecutionRows.Status(filter.GetValue<string>()) : null;
        var limit = Math.Min(request["maxResults"]?.GetValue<int>() ?? MaxPage, MaxPage);
        var page = await _store.Executions.ListAsync(new(status), limit, request["nextToken"]?.GetValue<string>(), CancellationToken.None);
        var answer = new JsonObject { ["executions"] = new JsonArray([.. page.Executions.Select(Summary)]) };
        if (page.Continuation is { } token)
        {
            answer["nextToken"] = token;
        }

        return answer;
    }

    private async Task<JsonObject?> DescribeAsync(string arn)
    {
        if (await _store.Executions.GetAsync(arn, CancellationToken.None) is not { } execution)
        {
            return null;
        }

        var answer = Summary(execution);
        answer["input"] = execution.Input;
        Put(answer, "output", execution.Output);
        Put(answer, "error", execution.Error);
        Put(answer, "cause", execution.Cause);
        return answer;
    }

    private async Task<JsonObject?> HistoryAsync(JsonObject request)
    {
        var arn = Text(request, "executionArn");
        if (await _store.Executions.GetAsync(arn, CancellationToken.None) is null)
        {
            return null;
        }

        var after = long.Parse(request["nextToken"]?.GetValue<string>() ?? "0", System.Globalization.CultureInfo.InvariantCulture);
        var limit = Math.Min(request["maxResults"]!.GetValue<int>(), MaxPage);
        var events = await _store.Executions.HistoryAsync(arn, after, limit, CancellationToken.None);
        var answer = new JsonObject { ["events"] = new JsonArray([.. events.Select(Event)]) };
        if (events.Count == limit)
        {
            answer["nextToken"] = $"{events[^1].Id}";
        }

        return answer;
    }

    private static JsonObject Event(RecordedEvent recorded)
    {
        var @event = StoreJournal.FromRecorded(recorded);
        var json = @event.ToAwsJson();
        json["timestamp"] = Seconds(@event.Timestamp);
        return json;
    }

    private static JsonObject Summary(ExecutionRecord execution)
    {
        var json = new JsonObject
        {
            ["executionArn"] = execution.Arn,
            ["stateMachineArn"] = execution.StateMachineArn,
            ["name"] = execution.Name,
            ["status"] = ExecutionRows.Text(execution.Status),
            ["startDate"] = Seconds(execution.StartTime),
        };
        if (execution.StopTime is { } stop)
        {
            json["stopDate"] = Seconds(stop);
        }

        return json;
    }

    private static void Put(JsonObject json, string name, string? text)
    {
        if (text is not null)
        {
            json[name] = text;
        }
    }

    private static double Seconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1e3;

    private static string Text(JsonObject request, string member) => request[member]!.GetValue<string>();
}
