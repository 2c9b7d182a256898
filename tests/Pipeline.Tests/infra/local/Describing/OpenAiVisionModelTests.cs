using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Pipeline.Core.Describing;
using Pipeline.Local.Describing;
using Pipeline.Testing.Hosts;

namespace Pipeline.Tests.Local.Describing;

/// <summary>Asking a model over HTTP.</summary>
public sealed class OpenAiVisionModelTests : IAsyncLifetime
{
    private static readonly byte[] Jpeg = [0xFF, 0xD8, 0xFF, 1, 2, 3];

    private ScriptedModel _service = null!;

    public async Task InitializeAsync() => _service = await ScriptedModel.StartAsync();

    public Task DisposeAsync() => _service.DisposeAsync().AsTask();

    [Fact]
    public async Task ModelGetsThePictureAndMustCallTheOnlyTool()
    {
        var answer = await AskAsync(new("fox:1b", ["en", "de"], MaxTokens: 300, Temperature: 0.2), key: "sk-1");

        var request = Assert.Single(_service.Requests);
        Assert.Equal("fox:1b", (string?)request["model"]);
        Assert.Equal(300, (int?)request["max_tokens"]);
        Assert.Equal(0.2, (double?)request["temperature"]);
        Assert.False(request.ContainsKey("top_p"));
        var tool = Assert.Single(request["tools"]!.AsArray())!["function"]!;
        Assert.Equal("describe_image", (string?)tool["name"]);
        Assert.Equal((string?)tool["name"], (string?)request["tool_choice"]!["function"]!["name"]);
        Assert.Equal(250, (int?)tool["parameters"]!["properties"]!["altText"]!["maxLength"]);
        Assert.Equal($"data:image/jpeg;base64,{Convert.ToBase64String(Jpeg)}", (string?)request["messages"]![1]!["content"]![1]!["image_url"]!["url"]);
        Assert.Equal(["Bearer sk-1"], _service.Keys);
        Assert.Equal(new(ScriptedModel.Harmless, 900, 60), answer);
    }

    [Fact]
    public async Task RequestWithoutKeyAndTemperatureHasNeither()
    {
        await AskAsync(new("fox:1b", ["en"], TopP: 0.9));

        var request = Assert.Single(_service.Requests);
        Assert.Equal([""], _service.Keys);
        Assert.False(request.ContainsKey("temperature"));
        Assert.Equal(0.9, (double?)request["top_p"]);
    }

    [Theory]
    [InlineData(ScriptedModel.Harmless)]
    [InlineData("```json\n" + ScriptedModel.Harmless + "\n```")]
    [InlineData("<think>{is it a fox?}</think>Here it is: " + ScriptedModel.Harmless)]
    [InlineData("""{"name":"describe_image","arguments":""" + ScriptedModel.Harmless + "}")]
    [InlineData("""{"name":"describe_image","parameters":""" + ScriptedModel.Harmless + "}")]
    public async Task AnswerWithoutToolCallIsTakenFromTheText(string content)
    {
        _service.Respond(200, ScriptedModel.Say(content));

        var answer = await AskAsync();

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(ScriptedModel.Harmless), JsonNode.Parse(answer.Json!)), answer.Json);
        Assert.Null(answer.Refusal);
    }

    [Theory]
    [InlineData("A red fox on snow.", "stop", "neither called the tool nor answered")]
    [InlineData("""{"title":"fox"}""", "stop", "neither called the tool nor answered")]
    [InlineData("""{"altText":"A red""", "length", "cut off at 800 tokens; allow more with --describe-max-tokens")]
    [InlineData("", "content_filter", "filtered")]
    public async Task AnswerThatCannotBeUsedSaysWhy(string content, string finish, string expected)
    {
        _service.Respond(200, ScriptedModel.Say(content, finish));

        var answer = await AskAsync();

        Assert.Null(answer.Json);
        Assert.Contains(expected, answer.Refusal, StringComparison.Ordinal);
        Assert.Equal(900, answer.InputTokens);
    }

    [Fact]
    public async Task CallOfAnotherToolIsNoAnswer()
    {
        _service.Respond(200, ScriptedModel.Call(ScriptedModel.Harmless, tool: "delete_everything"));

        Assert.Null((await AskAsync()).Json);
    }

    [Fact]
    public async Task ModelWithoutToolsIsAskedForJsonFromThenOn()
    {
        using var model = Create();
        _service.Respond(400, """{"error":{"message":"registry.ollama.ai/library/fox:1b does not support tools","type":"api_error"}}""");
        _service.Respond(200, ScriptedModel.Say(ScriptedModel.Harmless));
        _service.Respond(200, ScriptedModel.Say(ScriptedModel.Harmless));

        var first = await model.DescribeAsync(Jpeg, Settings, CancellationToken.None);
        await model.DescribeAsync(Jpeg, Settings, CancellationToken.None);

        Assert.NotNull(first.Json);
        Assert.Equal([true, false, false], _service.Requests.Select(request => request.ContainsKey("tools")));
        Assert.Equal("json_schema", (string?)_service.Requests[2]["response_format"]!["type"]);
    }

    [Fact]
    public async Task ServiceThatRenamedTheLimitOfTokensGetsTheOtherName()
    {
        _service.Respond(400, """{"error":{"message":"Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."}}""");

        var answer = await AskAsync();

        Assert.NotNull(answer.Json);
        Assert.Equal(800, (int?)_service.Requests[1]["max_completion_tokens"]);
        Assert.False(_service.Requests[1].ContainsKey("max_tokens"));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task BusyServiceIsRetriedAsThrottled(int status)
    {
        _service.Respond(status, """{"error":"busy"}""");

        var fault = await Assert.ThrowsAsync<ModelThrottledException>(() => AskAsync());

        Assert.Contains($"status {status}, busy", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, """{"error":{"message":"Incorrect API key provided"}}""", "refuses the key (status 401, Incorrect API key provided)", "PIPELINE_DESCRIBE_KEY")]
    [InlineData(404, """{"error":{"message":"model \"fox:1b\" not found"}}""", "does not have fox:1b", "ollama pull fox:1b")]
    [InlineData(400, """{"error":{"message":"image too large"}}""", "refuses what fox:1b is asked", "image too large")]
    [InlineData(200, "<html>It works!</html>", "did not respond with a chat completion", "correct --describe-url")]
    [InlineData(200, """{"choices":[]}""", "did not respond with a chat completion", "correct --describe-url")]
    public async Task RefusalThatNoRetryMendsSaysWhatToDo(int status, string body, string found, string remedy)
    {
        _service.Respond(status, body);

        var answer = await AskAsync(key: "sk-secret");

        Assert.Null(answer.Json);
        Assert.Contains(found, answer.Refusal, StringComparison.Ordinal);
        Assert.Contains(remedy, answer.Refusal, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-secret", answer.Refusal, StringComparison.Ordinal);
        Assert.Single(_service.Requests);
    }

    [Fact]
    public async Task FailingServiceIsRetried()
    {
        _service.Respond(500, "out of memory");

        var fault = await Assert.ThrowsAsync<ModelUnavailableException>(() => AskAsync());

        Assert.Contains("status 500", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ServiceThatIsNotThereIsNamed()
    {
        int port;
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            port = ((IPEndPoint)free.LocalEndpoint).Port;
        }

        using var model = new OpenAiVisionModel(ModelAddress.TryParse($"http://127.0.0.1:{port}")!, null);
        var fault = await Assert.ThrowsAsync<ModelUnavailableException>(() => model.DescribeAsync(Jpeg, Settings, CancellationToken.None));

        Assert.Contains($"http://127.0.0.1:{port}/v1/chat/completions cannot be reached, so fox:1b cannot be asked", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RedirectIsNotFollowed()
    {
        await using var other = await ScriptedModel.StartAsync();
        _service.Respond(307, "", location: $"{other.Address}/v1/chat/completions");

        var answer = await AskAsync(key: "sk-1");

        Assert.Contains("redirects to another address", answer.Refusal, StringComparison.Ordinal);
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task EndlessResponseIsNotRead()
    {
        _service.Respond(200, new string(' ', OpenAiVisionModel.MaxResponseBytes + 1));

        var answer = await AskAsync();

        Assert.Contains("has more than", answer.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SlowModelTimesOutAndStoppedHostDoesNot()
    {
        var gate = new TaskCompletionSource();
        _service.Gate = gate.Task;
        using var model = new OpenAiVisionModel(ModelAddress.TryParse(_service.Address)!, null, TimeSpan.FromMilliseconds(200));
        using var stop = new CancellationTokenSource();

        var fault = await Assert.ThrowsAsync<ModelTimeoutException>(() => model.DescribeAsync(Jpeg, Settings, CancellationToken.None));
        using var patient = Create();
        var stopped = patient.DescribeAsync(Jpeg, Settings, stop.Token);
        await stop.CancelAsync();

        Assert.Contains("fox:1b at", fault.Message, StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopped);
        gate.SetResult();
    }

    private static DescriptionSettings Settings { get; } = new("fox:1b", ["en"]);

    private OpenAiVisionModel Create(string? key = null) => new(ModelAddress.TryParse(_service.Address)!, key);

    private async Task<ModelResponse> AskAsync(DescriptionSettings? settings = null, string? key = null)
    {
        using var model = Create(key);
        return await model.DescribeAsync(Jpeg, settings ?? Settings, CancellationToken.None);
    }
}
