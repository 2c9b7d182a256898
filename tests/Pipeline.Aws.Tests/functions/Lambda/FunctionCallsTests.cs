using Pipeline.Core.Deployment;
using Pipeline.Imaging.Codecs;
using Pipeline.Lambda;

namespace Pipeline.Aws.Tests.Lambda;

public sealed class FunctionCallsTests
{
    [Fact]
    public async Task CompletedCallIsLoggedAsOneLine()
    {
        using var lines = new LogLines();

        var result = await lines.CreateCalls().RunAsync(
            "request", LogLines.CreateContext(), (_, _) => Task.FromResult("response"), (entry, request) => entry.ImageId = request, (entry, response) => entry.Outcome = response);

        var line = lines.Single();
        Assert.Equal("response", result);
        Assert.Equal(
            ["timestamp", "level", "message", "requestId", "function", "imageId", "outcome", "durationMilliseconds"], LogLines.GetMembers(line));
        Assert.Equal(("INFO", "test: response", "request"), ((string?)line["level"], (string?)line["message"], (string?)line["imageId"]));
        Assert.Equal("8476a536-e9f4-11e8-9739-2dfe598c3fcd", (string?)line["requestId"]);
    }

    [Fact]
    public async Task FaultIsLoggedAndRethrownUnchanged()
    {
        using var lines = new LogLines();
        var fault = new CorruptImageException("uploads/a.jpg: The JPEG cannot be read.");

        var thrown = await Assert.ThrowsAsync<CorruptImageException>(() => RunAsync(lines, _ => throw fault));

        var line = lines.Single();
        Assert.Same(fault, thrown);
        Assert.Equal(
            ["timestamp", "level", "message", "requestId", "function", "imageId", "durationMilliseconds", "errorType", "errorMessage", "stackTrace"],
            LogLines.GetMembers(line));
        Assert.Equal(
            ("ERROR", "test: CorruptImageException", "CorruptImageException", fault.Message),
            ((string?)line["level"], (string?)line["message"], (string?)line["errorType"], (string?)line["errorMessage"]));
    }

    [Fact]
    public async Task WorkIsCancelledBeforeLambdaEndsTheProcess()
    {
        using var lines = new LogLines();

        var thrown = await Assert.ThrowsAsync<DeadlineExceededException>(
            () => RunAsync(lines, token => Task.Delay(Timeout.Infinite, token), CallTimeLimits.CallMargin.TotalSeconds + 0.05));

        Assert.StartsWith("uploads/a.jpg: not done after", thrown.Message, StringComparison.Ordinal);
        Assert.Equal("DeadlineExceededException", (string?)lines.Single()["errorType"]);
        Assert.Equal([thrown.Message], lines.Ends);
    }

    [Fact]
    public async Task CallThatCannotBeInterruptedEndsTheProcessAtItsDeadline()
    {
        using var lines = new LogLines();
        using var codecReturns = new ManualResetEventSlim();

        var thrown = await Assert.ThrowsAsync<DeadlineExceededException>(() => RunAsync(
            lines,
            _ =>
            {
                codecReturns.Wait(CancellationToken.None);
                return Task.CompletedTask;
            },
            seconds: 0.2));

        codecReturns.Set();
        Assert.Equal([thrown.Message], lines.Ends);
        Assert.Equal("DeadlineExceededException", (string?)lines.Single()["errorType"]);
    }

    [Theory]
    [InlineData(60, 58)]
    [InlineData(8, 6)]
    [InlineData(2, 1.5)]
    [InlineData(1, 0.75)]
    public async Task DeadlineLeavesTwoSecondsOrAQuarterOfAShortTimeout(double remaining, double expected)
    {
        using var lines = new LogLines();
        var time = new TimersUnderTest();

        await lines.CreateCalls(time: time).RunAsync("request", LogLines.CreateContext(remaining), (_, _) => Task.FromResult(true), (_, _) => { }, (_, _) => { });

        Assert.Equal([TimeSpan.FromSeconds(expected)], time.DueTimes);
        Assert.Empty(lines.Ends);
    }

    [Fact]
    public async Task CallWithoutTimeLeftIsCancelledAtOnce()
    {
        using var lines = new LogLines();

        await Assert.ThrowsAsync<DeadlineExceededException>(() => RunAsync(lines, token => Task.Delay(Timeout.Infinite, token), seconds: 0));
    }

    [Fact]
    public async Task CancellationByOthersIsNotADeadline()
    {
        using var lines = new LogLines();

        await Assert.ThrowsAsync<TaskCanceledException>(() => RunAsync(lines, _ => throw new TaskCanceledException("the client gave up")));

        Assert.Equal("TaskCanceledException", (string?)lines.Single()["errorType"]);
        Assert.Empty(lines.Ends);
    }

    private static Task<bool> RunAsync(LogLines lines, Func<CancellationToken, Task> work, double seconds = 60) => lines.CreateCalls().RunAsync(
        "uploads/a.jpg",
        LogLines.CreateContext(seconds),
        async (_, token) =>
        {
            await work(token);
            return true;
        },
        (entry, request) => entry.ImageId = request,
        (_, _) => { });

    /// <summary>The system clock. Records when its timers are due.</summary>
    private sealed class TimersUnderTest : TimeProvider
    {
        public List<TimeSpan> DueTimes { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            DueTimes.Add(dueTime);
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
