using System.Text.Json.Nodes;
using Pipeline.Interpreter.Executions;
using Pipeline.Interpreter.Tasks;
using Pipeline.Interpreter.TestCases;
using Pipeline.Terminal.Commands;
using Pipeline.Testing.Environments;

namespace Pipeline.Tests.Interpreter.TestCases;

public sealed class StateMachineTrialTests
{
    private static readonly string Semaphore = File.ReadAllText(Repository.PathOf("statemachine", "samples", "asl", "semaphore.asl.json"));
    private static readonly string Shipments = File.ReadAllText(Repository.PathOf("statemachine", "samples", "asl", "shipments.asl.json"));

    [Fact]
    public async Task ExecutionWaitsForAPlaceOfTheSemaphore()
    {
        var busy = 2;
        var trial = new StateMachineTrial(Semaphore) { Context = new() { Name = "night" } }
            .On("Acquire", _ => busy-- > 0 ? throw new TaskFailedException("DynamoDB.ConditionalCheckFailedException", "five are in") : new JsonObject())
            .On("Call the service", """{"Payload": 42}""")
            .On("Release", "{}");

        var result = await trial.RunAsync();

        Assert.Equal(ExecutionStatus.Succeeded, result.Status);
        Assert.Equal(42, (int)result.Output!);
        Assert.Equal(["Acquire", "Wait for a place", "Acquire", "Wait for a place", "Acquire", "Call the service", "Release"], result.States);
        Assert.Equal(TimeSpan.FromSeconds(6), result.Duration);
        Assert.All(result.InputsOf("Acquire"), input => Assert.Equal("night", (string?)input!["ExpressionAttributeNames"]!["#me"]));
    }

    [Fact]
    public async Task FunctionSeesAttemptAndItem()
    {
        var trial = new StateMachineTrial(Shipments).OnInvocation("Ship", (call, _) => call.Attempt == 0 && call.Iterations is [0, 1]
            ? throw new TaskFailedException("CarrierBusy", null)
            : Task.FromResult<JsonNode?>(new JsonObject { ["Payload"] = $"{string.Join('.', call.Iterations)}-{call.Attempt}" }));

        var result = await trial.RunAsync("""{"carrier":"bee","orders":[{"id":1,"parcels":["a","b"]},{"id":2,"parcels":["c"]}]}""");

        JsonAssert.Equal("""[{"order":1,"numbers":["0.0-0","0.1-1"]},{"order":2,"numbers":["1.0-0"]}]""", result.Output);
        Assert.Equal(4, result.Calls.Count);
    }

    [Fact]
    public async Task PersonIsAskedOnceMoreBeforeTheExpenseIsRefused()
    {
        var approval = YamlText.Parse(File.ReadAllText(Repository.PathOf("statemachine", "samples", "asl", "approval.asl.yaml")))!.ToJsonString();
        var trial = new StateMachineTrial(approval)
            .OnInvocation("Ask", async (call, cancellationToken) =>
            {
                Assert.Equal(90, (int)call.Input!["MessageBody"]!["expense"]!["amount"]!);
                Assert.NotEmpty((string)call.Input["MessageBody"]!["token"]!);
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
                return null;
            })
            .On("Tell the requester", "{}");

        var result = await trial.RunAsync("""{"amount":90}""");

        Assert.Equal((ExecutionStatus.Failed, "States.Timeout"), (result.Status, result.Error));
        Assert.Equal(2, result.InputsOf("Ask").Count);
        Assert.Equal("Your expense of 90 was not approved (States.Timeout).", (string?)Assert.Single(result.InputsOf("Tell the requester"))!["Message"]);
        Assert.InRange(result.Duration, TimeSpan.FromDays(4), TimeSpan.FromDays(4) + TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task CatchOfTheDefinitionHidesNoFailedAssertion()
    {
        var trial = new StateMachineTrial(Semaphore)
            .On("Acquire", "{}")
            .On("Call the service", input => throw new InvalidTimeZoneException($"expected another input than {input}"))
            .On("Release after a failure", "{}");

        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => trial.RunAsync());
    }

    [Fact]
    public async Task TaskWithoutAFunctionEndsTheRun() => Assert.Equal(
        "The Task 'Call the service' (arn:aws:states:::lambda:invoke) was called, but has no function. Add one with On(\"Call the service\", …).",
        (await Assert.ThrowsAsync<NoResponseException>(() => new StateMachineTrial(Semaphore).On("Acquire", "{}").RunAsync())).Message);

    [Fact]
    public void FunctionOfAMisspeltStateIsRefused() => Assert.StartsWith(
        "'Aquire' is no Task state of the definition; it has 'Acquire', ",
        Assert.Throws<ArgumentException>(() => new StateMachineTrial(Semaphore).On("Aquire", "{}")).Message,
        StringComparison.Ordinal);

    [Fact]
    public async Task UncaughtFailureIsTheResult()
    {
        var result = await new StateMachineTrial("""{"StartAt":"T","States":{"T":{"Type":"Task","Resource":"t","End":true}}}""")
            .On("T", _ => throw new TaskFailedException("Gone", "no such order"))
            .RunAsync();

        Assert.Equal((ExecutionStatus.Failed, "Gone", "no such order"), (result.Status, result.Error, result.Cause));
    }
}
