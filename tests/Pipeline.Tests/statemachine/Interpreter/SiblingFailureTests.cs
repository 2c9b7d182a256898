using System.Text.Json.Nodes;
using Pipeline.Interpreter.Definition;
using Pipeline.Interpreter.Executions;
using Pipeline.Interpreter.History;
using Pipeline.Interpreter.Tasks;

namespace Pipeline.Tests.Interpreter;

public sealed class SiblingFailureTests
{
    private const string Definition = """
        {"StartAt":"All","States":{"All":{"Type":"Map","End":true,"ItemProcessor":{"StartAt":"One","States":{
          "One":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Parameters":{"FunctionName":"f"},"End":true}}}}}}
        """;

    [Fact]
    public async Task IterationsThatFailAtTheSameMomentFailTheMapOnce()
    {
        for (var round = 0; round < 300; round++)
        {
            var definition = StateMachineDefinition.Parse(Definition);
            var machine = new StateMachine(definition, new FailingInvoker(), TimeProvider.System, new Random(round));
            var input = new JsonArray([.. Enumerable.Range(0, 8).Select(i => (JsonNode)i)]);

            var result = await machine.RunAsync(
                new ExecutionStart("arn:e", "e", "arn:m", "arn:r", input, DateTimeOffset.UnixEpoch), new InMemoryJournal(), CancellationToken.None);

            Assert.Equal((ExecutionStatus.Failed, nameof(InvalidOperationException)), (result.Status, result.Error));
        }
    }

    private sealed class FailingInvoker : ITaskInvoker
    {
        public async Task<JsonNode?> InvokeAsync(TaskInvocation invocation, CancellationToken cancellationToken)
        {
            // All fail at nearly the same moment: some are cancelled when they have already failed.
            await Task.Yield();
            throw new InvalidOperationException("broken");
        }
    }
}
