using Pipeline.Host.Engine;
using Pipeline.Host.Engine.Definitions;
using Pipeline.Interpreter.Definition;
using Pipeline.Testing.Hosts;

namespace Pipeline.Tests.Host.Engine.Definitions;

public sealed class DefinitionReaderTests
{
    [Fact]
    public void DeployedDefinitionIsValid()
    {
        var (definition, json, errors) = Read(File.ReadAllText(PipelineDefinition.FilePath));

        Assert.Empty(errors);
        Assert.Contains("ResizeAll", definition!.StateNames);
        Assert.DoesNotContain("${", json, StringComparison.Ordinal);
    }

    [Fact]
    public void DefinitionMayLeaveHandlersUnused() => Assert.Empty(Read(DefinedPipeline.Passing).Errors);

    [Theory]
    [InlineData("lambda:invoke", """{"FunctionName":"${PurgeFunction}"}""", "$.States.T.Parameters.FunctionName", "placeholder ${PurgeFunction}")]
    [InlineData("lambda:invoke", """{"FunctionName":"purge"}""", "$.States.T.Parameters.FunctionName", "'purge', which this host does not have. It has validate, resize, persist, remove")]
    [InlineData("lambda:invoke", """{"Payload":{}}""", "$.States.T.Parameters", "must name a function in FunctionName")]
    [InlineData("sns:publish", """{"TopicArn":"news","Message":"m"}""", "$.States.T.Parameters.TopicArn", "'news'")]
    [InlineData("sqs:sendMessage", """{"QueueUrl":"q","MessageBody":"m"}""", "$.States.T.Resource", "Use lambda:invoke or sns:publish.")]
    [InlineData("dynamodb:putItem", "{}", "$.States.T.Resource", "which this host cannot call")]
    public void UnknownTaskTargetIsAnErrorWithItsPath(string resource, string parameters, string path, string message)
    {
        var (definition, _, errors) = Read(
            $$$$"""{"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::{{{{resource}}}}","Parameters":{{{{parameters}}}},"End":true}}}""");

        Assert.Null(definition);
        var error = Assert.Single(errors);
        Assert.Equal(path, error.Path);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TasksInMapsAndBranchesAreChecked()
    {
        const string task = """{"StartAt":"#","States":{"#":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Parameters":{"FunctionName":"x"},"End":true}}}""";
        var text = $$$$"""
            {"StartAt":"M","States":{
              "M":{"Type":"Map","ItemProcessor":{{{{task.Replace("#", "A", StringComparison.Ordinal)}}}},"Next":"B b"},
              "B b":{"Type":"Parallel","Branches":[{{{{task.Replace("#", "B", StringComparison.Ordinal)}}}}],"End":true}}}
            """;

        Assert.Equal(
            ["$.States.M.ItemProcessor.States.A.Parameters.FunctionName", "$.States['B b'].Branches[0].States.B.Parameters.FunctionName"],
            Read(text).Errors.Select(error => error.Path));
    }

    [Fact]
    public void FunctionNamedByAPathIsNotChecked() => Assert.Empty(Read(
        """{"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Parameters":{"FunctionName.$":"$.f"},"End":true}}}""").Errors);

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"States":{},"States":{}}""")]
    public void InvalidTextIsAnErrorAtTheRoot(string text) => Assert.Equal("$", Read(text).Errors[0].Path);

    [Fact]
    public async Task TaskNamesMatchTheHandlers()
    {
        await using var machine = new MachineUnderTest();

        Assert.Equal(PipelineTasks.Names.Functions, machine.Handlers.Functions.Keys);
        Assert.Equal(PipelineTasks.Names.Topics, machine.Handlers.Topics.Keys);
    }

    private static (StateMachineDefinition? Definition, string Json, IReadOnlyList<DefinitionError> Errors) Read(string text) =>
        DefinitionReader.Read(text, PipelineDefinition.PlaceholderValues, PipelineTasks.Names);
}
