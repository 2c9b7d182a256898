using System.Text.Json.Nodes;
using Pipeline.Core.CallLogs;
using Pipeline.Host.Engine.Logs;
using Pipeline.Host.Engine.Tasks;
using Pipeline.Host.Store.Records;
using Pipeline.Interpreter.Tasks;

namespace Pipeline.Tests.Host.Engine.Logs;

/// <summary>What a call leaves in the log, whatever becomes of it.</summary>
public sealed class LoggingInvokerTests
{
    private readonly CallLogs _logs = new();
    private readonly List<(string Execution, LogLine Line)> _written = [];

    [Fact]
    public async Task CallIsFoundFromWhateverItStartsAndNotOutsideOfIt()
    {
        await InvokeAsync(async (_, token) =>
        {
            await Task.Run(() => _logs.Current!.Add(LogLevels.Warning, "from another thread"), token);
            _logs.Current!.ReportMemory(123_456_789);
            return null;
        });

        Assert.Null(_logs.Current);
        Assert.Equal([LogLevels.Warning, LogLevels.Information, LogLevels.Information], _written.Select(each => each.Line.Level));
        Assert.All(_written, each => Assert.Equal(
            ("arn", "Resize", 2, "4,1"), (each.Execution, each.Line.State, each.Line.Attempt, string.Join(',', each.Line.Iterations))));
        Assert.Equal("from another thread", _written[0].Line.Message);
        Assert.EndsWith(" ms Max Memory Used: 123 MB", _written[2].Line.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CancelledCallSaysThatItWasCancelled()
    {
        using var stopped = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => InvokeAsync(
            async (_, token) =>
            {
                await stopped.CancelAsync();
                token.ThrowIfCancellationRequested();
                return null;
            },
            stopped.Token));

        Assert.Equal(LogLevels.Warning, _written[0].Line.Level);
        Assert.StartsWith("resize: cancelled, because", _written[0].Line.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FailureOfAFencedProcessIsLoggedAsTheFailureInIt()
    {
        var cause = """{ "errorType": "CorruptImageException", "errorMessage": "Row 3 is missing.", "stackTrace": ["at A.B()", "at C.D()"] }""";

        await Assert.ThrowsAsync<TaskFailedException>(() => InvokeAsync((_, _) => throw new TaskFailedException("CorruptImageException", cause)));
        await Assert.ThrowsAsync<TaskFailedException>(() => InvokeAsync((_, _) => throw new TaskFailedException("DecoderCrashed", "{ by SIGSEGV")));

        Assert.Equal("resize: CorruptImageException", _written[0].Line.Message);
        var details = JsonNode.Parse(_written[0].Line.Details!)!;
        Assert.Equal(("Row 3 is missing.", "   at A.B()\n   at C.D()"), ((string?)details["errorMessage"], (string?)details["stackTrace"]));
        details = JsonNode.Parse(_written[2].Line.Details!)!;
        Assert.Equal(("DecoderCrashed", "{ by SIGSEGV", null), ((string?)details["errorType"], (string?)details["errorMessage"], details["stackTrace"]));
    }

    [Fact]
    public async Task CallThatWritesTooMuchSaysHowMuchIsMissing()
    {
        await InvokeAsync((_, _) =>
        {
            for (var number = 0; number < 150; number++)
            {
                _logs.Current!.Add(LogLevels.Warning, $"{number}");
            }

            return Task.FromResult<JsonNode?>(null);
        });

        Assert.Equal(103, _written.Count);
        Assert.Equal(("99", "The call wrote 50 more lines."), (_written[99].Line.Message, _written[100].Line.Message));
    }

    [Fact]
    public async Task OtherTasksLogNothing()
    {
        var invoker = Create((_, _) => Task.FromResult<JsonNode?>(null));

        var response = await invoker.InvokeAsync(
            Invocation("arn:aws:states:::sns:publish", new JsonObject { ["TopicArn"] = "topic", ["Message"] = "a" }), CancellationToken.None);

        Assert.Equal("id", (string?)response!["MessageId"]);
        Assert.Empty(_written);
    }

    private static TaskInvocation Invocation(string resource, JsonObject input) =>
        new(resource, input, "Resize", "arn", "token", 2, null, null) { Iterations = [4, 1] };

    private Task<JsonNode?> InvokeAsync(FunctionHandler function, CancellationToken cancellationToken = default) => Create(function).InvokeAsync(
        Invocation("arn:aws:states:::lambda:invoke", new JsonObject { ["FunctionName"] = "resize", ["Payload"] = new JsonObject() }), cancellationToken);

    private LoggingInvoker Create(FunctionHandler function) => new(
        new ResourceInvoker(new(
            new Dictionary<string, FunctionHandler> { ["resize"] = function },
            new Dictionary<string, MessageHandler> { ["topic"] = (_, _) => Task.FromResult("id") })),
        _logs,
        (execution, lines) =>
        {
            _written.AddRange(lines.Select(line => (execution, line)));
            return ValueTask.CompletedTask;
        },
        TimeProvider.System);
}
