using Pipeline.Imaging.Codecs;
using Pipeline.Lambda;

namespace Pipeline.Aws.Tests.Lambda;

public sealed class FunctionCallsTests
{
    [Fact]
    public async Task CompletedCallIsOneLine()
    {
        using var lines = new LogLines();

        var result = await lines.Calls().RunAsync(
            "request", LogLines.Context(), (_, _) => Task.FromResult("answer"), (line, request) => line.ImageId = request, (line, response) => line.Outcome = response);

        var line = lines.Single();
        Assert.Equal("answer", result);
        Assert.Equal(
            ["timestamp", "level", "message", "requestId", "function", "imageId", "outcome", "durationMilliseconds"], LogLines.Members(line));
        Assert.Equal(("INFO", "test: answer", "request"), ((string?)line["level"], (string?)line["message"], (string?)line["imageId"]));
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
            LogLines.Members(line));
        Assert.Equal(
            ("ERROR", "test: CorruptImageException", "CorruptImageException", fault.Message),
            ((string?)line["level"], (string?)line["message"], (string?)line["errorType"], (string?)line["errorMessage"]));
    }

    [Fact]
    public async Task WorkIsCancelledBeforeLambdaEndsTheProcess()
    {
        using var lines = new LogLines();

        var thrown = await Assert.ThrowsAsync<DeadlineExceededException>(
            () => RunAsync(lines, token => Task.Delay(Timeout.Infinite, token), FunctionCalls.Margin.TotalSeconds + 0.05));

        Assert.StartsWith("uploads/a.jpg: not done after", thrown.Message, StringComparison.Ordinal);
        Assert.Equal("DeadlineExceededException", (string?)lines.Single()["errorType"]);
    }

    [Fact]
    public async Task ACallWithoutTimeLeftIsCancelledAtOnce()
    {
        using var lines = new LogLines();

        await Assert.ThrowsAsync<DeadlineExceededException>(() => RunAsync(lines, token => Task.Delay(Timeout.Infinite, token), seconds: 1));
    }

    [Fact]
    public async Task CancellationByOthersIsNotADeadline()
    {
        using var lines = new LogLines();

        await Assert.ThrowsAsync<TaskCanceledException>(() => RunAsync(lines, _ => throw new TaskCanceledException("the client gave up")));

        Assert.Equal("TaskCanceledException", (string?)lines.Single()["errorType"]);
    }

    private static Task<bool> RunAsync(LogLines lines, Func<CancellationToken, Task> work, double seconds = 60) => lines.Calls().RunAsync(
        "uploads/a.jpg",
        LogLines.Context(seconds),
        async (_, token) =>
        {
            await work(token);
            return true;
        },
        (line, request) => line.ImageId = request,
        (_, _) => { });
}
