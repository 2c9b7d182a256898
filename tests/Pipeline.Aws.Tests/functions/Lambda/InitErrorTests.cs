using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Pipeline.Lambda;
using Pipeline.Testing.Hosts;

namespace Pipeline.Aws.Tests.Lambda;

public sealed class InitErrorTests
{
    [Fact]
    public async Task ReasonOfAFailedColdStartIsReportedToLambda()
    {
        var received = new TaskCompletionSource<(string? Type, string Body)>();
        await using var runtime = await ServedEndpoints.StartAsync(app => app.MapPost("/2018-06-01/runtime/init/error", async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            received.SetResult((context.Request.Headers["Lambda-Runtime-Function-Error-Type"], await reader.ReadToEndAsync()));
            context.Response.StatusCode = StatusCodes.Status202Accepted;
        }));
        var exception = Assert.Throws<InvalidSettingException>(() => new FunctionSettings(_ => null).Table);

        InitError.Report(new Uri(runtime.Address).Authority, exception);

        var (type, body) = await received.Task.WaitAsync(TimeSpan.FromSeconds(10));
        var error = JsonNode.Parse(body)!;
        Assert.Equal(("InvalidSettingException", "InvalidSettingException", exception.Message), (type, (string?)error["errorType"], (string?)error["errorMessage"]));
        Assert.Contains("FunctionSettings", (string?)error["stackTrace"]![0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("127.0.0.1:1")]
    public void WithoutARuntimeApiTheExceptionItselfRemains(string? runtimeApi) =>
        Assert.Null(Record.Exception(() => InitError.Report(runtimeApi, new InvalidSettingException("wrong"))));
}
