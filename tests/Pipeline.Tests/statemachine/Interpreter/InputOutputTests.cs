namespace Pipeline.Tests.Interpreter;

public sealed class InputOutputTests
{
    [Theory]
    [InlineData("\"InputPath\":\"$.a\"", """{"b":1}""")]
    [InlineData("\"InputPath\":null", "{}")]
    [InlineData("\"InputPath\":\"$$.Execution.Name\"", "\"run-1\"")]
    [InlineData("\"OutputPath\":\"$.a.b\"", "1")]
    [InlineData("\"OutputPath\":null", "{}")]
    [InlineData("\"Result\":7,\"ResultPath\":\"$.r.s\"", """{"a":{"b":1},"l":[1,2],"r":{"s":7}}""")]
    [InlineData("\"Result\":7,\"ResultPath\":\"$.a\"", """{"a":7,"l":[1,2]}""")]
    [InlineData("\"Result\":7,\"ResultPath\":\"$.l[1]\"", """{"a":{"b":1},"l":[1,7]}""")]
    [InlineData("\"Result\":7,\"ResultPath\":null", """{"a":{"b":1},"l":[1,2]}""")]
    [InlineData("\"Result\":7,\"ResultPath\":\"$\"", "7")]
    [InlineData("\"InputPath\":\"$.a\",\"ResultPath\":\"$.copy\"", """{"a":{"b":1},"l":[1,2],"copy":{"b":1}}""")]
    [InlineData("\"Result\":{\"x.$\":\"$.a\"}", """{"x.$":"$.a"}""")]
    [InlineData("\"Parameters\":[{\"x.$\":\"$.a.b\"},\"$.a\",{\"y\":{\"z.$\":\"$.l[0]\"}}]", """[{"x":1},"$.a",{"y":{"z":1}}]""")]
    [InlineData("\"Parameters\":{\"r.$\":\"$.l\"},\"InputPath\":\"$\",\"OutputPath\":\"$.r[1]\"", "2")]
    public async Task PassTransformsItsInput(string fields, string expected)
    {
        var trial = new Trial($$"""{"StartAt":"P","States":{"P":{"Type":"Pass","End":true,{{fields}} } } }""");

        JsonAssert.Equal(expected, (await trial.RunAsync("""{"a":{"b":1},"l":[1,2]}""")).Output);
    }

    [Theory]
    [InlineData("$.a.b.c")]
    [InlineData("$.l[2]")]
    [InlineData("$.l.x")]
    public async Task ResultPathThatDoesNotFitTheInputIsAMatchFailure(string path)
    {
        var trial = new Trial($$"""{"StartAt":"P","States":{"P":{"Type":"Pass","End":true,"Result":1,"ResultPath":"{{path}}"} } }""");

        Assert.Equal("States.ResultPathMatchFailure", (await trial.RunAsync("""{"a":{"b":1},"l":[1,2]}""")).Error);
    }

    [Fact]
    public async Task TaskSelectsItsResultBeforeItIsPlaced()
    {
        var trial = new Trial("""
            {"StartAt":"T","States":{"T":{"Type":"Task","Resource":"t","End":true,
              "InputPath":"$.in","Parameters":{"x.$":"$.v","k":1},"ResultSelector":{"y.$":"$.got.x"},"ResultPath":"$.out","OutputPath":"$.out"}}}
            """).On("T", call => new System.Text.Json.Nodes.JsonObject { ["got"] = call.Input!.DeepClone() });

        var result = await trial.RunAsync("""{"in":{"v":5}}""");

        JsonAssert.Equal("""{"y":5}""", result.Output);
        JsonAssert.Equal("""{"x":5,"k":1}""", trial.Calls[0].Input);
    }

    [Fact]
    public async Task ContextObjectDescribesExecutionStateAndMachine()
    {
        var result = await Trial.EvaluateAsync("""{"c.$":"$$"}""", """{"i":1}""");

        JsonAssert.Equal(
            """
            {"c":{
              "Execution":{"Id":"arn:aws:states:eu-central-1:123456789012:execution:trial:run-1","Input":{"i":1},
                "StartTime":"2026-03-01T12:00:00.000Z","Name":"run-1","RoleArn":"arn:aws:iam::123456789012:role/trial","RedriveCount":0},
              "StateMachine":{"Id":"arn:aws:states:eu-central-1:123456789012:stateMachine:trial","Name":"trial"},
              "State":{"Name":"P","EnteredTime":"2026-03-01T12:00:00.000Z"}}}
            """,
            result);
    }

    [Fact]
    public async Task OnlyAStateThatCanBeRetriedHasARetryCount()
    {
        var trial = new Trial("""
            {"StartAt":"T","States":{"T":{"Type":"Task","Resource":"t","End":true,"Parameters":{"c.$":"$$.State.RetryCount"},"Retry":[{"ErrorEquals":["E"]}]}}}
            """).On("T", call => call.Attempt == 0 ? throw new Pipeline.Interpreter.Tasks.TaskFailedException("E", null) : call.Input!.DeepClone());

        JsonAssert.Equal("""{"c":1}""", (await trial.RunAsync()).Output);
    }
}
