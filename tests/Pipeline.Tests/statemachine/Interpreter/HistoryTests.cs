using System.Text.Json.Nodes;
using Pipeline.Interpreter.History;

namespace Pipeline.Tests.Interpreter;

public sealed class HistoryTests
{
    [Fact]
    public async Task EventsMatchTheOutputOfTheAwsCli()
    {
        var trial = new Trial("""
            {"StartAt":"Call","States":{
              "Call":{"Type":"Task","Resource":"arn:aws:lambda:eu-central-1:1:function:f","TimeoutSeconds":9,"Next":"Tell"},
              "Tell":{"Type":"Task","Resource":"arn:aws:states:::aws-sdk:dynamodb:putItem","Parameters":{"x":"é"},"End":true}}}
            """).On("Call", _ => 1).On("Tell", _ => null);

        await trial.RunAsync("""{"a":1}""");

        var expected = new JsonArray([.. """
            {"timestamp":"2026-03-01T12:00:00+00:00","type":"ExecutionStarted","id":1,"previousEventId":0,"executionStartedEventDetails":{"input":"{\"a\":1}","inputDetails":{"truncated":false},"roleArn":"arn:aws:iam::123456789012:role/trial"}}
            {"timestamp":"2026-03-01T12:00:00+00:00","type":"TaskStateEntered","id":2,"previousEventId":1,"stateEnteredEventDetails":{"name":"Call","input":"{\"a\":1}","inputDetails":{"truncated":false}}}
            {"timestamp":"2026-03-01T12:00:00+00:00","type":"LambdaFunctionScheduled","id":3,"previousEventId":2,"lambdaFunctionScheduledEventDetails":{"resource":"arn:aws:lambda:eu-central-1:1:function:f","input":"{\"a\":1}","inputDetails":{"truncated":false},"timeoutInSeconds":9}}
            {"timestamp":"2026-03-01T12:00:00+00:00","type":"LambdaFunctionStarted","id":4,"previousEventId":3}
            {"timestamp":"2026-03-01T12:00:00+00:00","type":"LambdaFunctionSucceeded","id":5,"previousEventId":4,"lambdaFunctionSucceededEventDetails":{"output":"1","outputDetails":{"truncated":false}}}
            {"timestamp":"2026-03-01T12:00:00+00:00","type":"TaskStateExited","id":6,"previousEventId":5,"stateExitedEventDetails":{"name":"Call","output":"1","outputDetails":{"truncated":false}}}
            {"timestamp":"2026-03-01T12:00:00+00:00","type":"TaskStateEntered","id":7,"previousEventId":6,"stateEnteredEventDetails":{"name":"Tell","input":"1","inputDetails":{"truncated":false}}}
            {"timestamp":"2026-03-01T12:00:00+00:00","type":"TaskScheduled","id":8,"previousEventId":7,"taskScheduledEventDetails":{"resourceType":"aws-sdk:dynamodb","resource":"putItem","region":"eu-central-1","parameters":"{\"x\":\"é\"}"}}
            {"timestamp":"2026-03-01T12:00:00+00:00","type":"TaskStarted","id":9,"previousEventId":8,"taskStartedEventDetails":{"resourceType":"aws-sdk:dynamodb","resource":"putItem"}}
            {"timestamp":"2026-03-01T12:00:00+00:00","type":"TaskSucceeded","id":10,"previousEventId":9,"taskSucceededEventDetails":{"resourceType":"aws-sdk:dynamodb","resource":"putItem","output":"null","outputDetails":{"truncated":false}}}
            {"timestamp":"2026-03-01T12:00:00+00:00","type":"TaskStateExited","id":11,"previousEventId":10,"stateExitedEventDetails":{"name":"Tell","output":"null","outputDetails":{"truncated":false}}}
            {"timestamp":"2026-03-01T12:00:00+00:00","type":"ExecutionSucceeded","id":12,"previousEventId":11,"executionSucceededEventDetails":{"output":"null","outputDetails":{"truncated":false}}}
            """.Split('\n').Select(line => JsonNode.Parse(line))]);
        JsonAssert.Equal(expected.ToJsonString(), new JsonArray([.. trial.History.Select(historyEvent => historyEvent.ToAwsJson())]));
    }

    [Fact]
    public async Task AwsJsonHasOnlyAwsFields()
    {
        var trial = new Trial("""
            {"StartAt":"C","States":{"C":{"Type":"Choice","Choices":[{"Variable":"$","IsPresent":true,"Next":"S"}]},"S":{"Type":"Succeed"}}}
            """);
        await trial.RunAsync();
        var exited = trial.History.Single(historyEvent => historyEvent.Type == "ChoiceStateExited");

        Assert.Equal("S", exited.Details!["nextState"]!.GetValue<string>());
        JsonAssert.Equal("""{"name":"C","output":"{}","outputDetails":{"truncated":false}}""", exited.ToAwsJson()["stateExitedEventDetails"]);
    }

    [Fact]
    public async Task EventSurvivesARoundTrip()
    {
        var trial = new Trial("""{"StartAt":"W","States":{"W":{"Type":"Wait","Timestamp":"2026-03-01T12:00:00.5Z","End":true}}}""");
        await trial.RunAsync();

        foreach (var historyEvent in trial.History)
        {
            var read = HistoryEvent.FromAwsJson(JsonNode.Parse(historyEvent.ToAwsJson().ToJsonString())!.AsObject());
            Assert.Equal(historyEvent.Timestamp, read.Timestamp);
            JsonAssert.Equal(historyEvent.ToAwsJson().ToJsonString(), read.ToAwsJson());
        }
    }

    [Fact]
    public async Task JournalIsWrittenOncePerTransitionBeforeTheHandlerStarts()
    {
        var journal = new CountingJournal();
        var trial = new Trial("""
            {"StartAt":"A","States":{"A":{"Type":"Task","Resource":"a","Next":"P"},"P":{"Type":"Pass","Next":"B"},"B":{"Type":"Task","Resource":"b","End":true}}}
            """);
        trial.On("A", _ => journal.Types[^1]).On("B", _ => journal.Types[^1]);

        var result = await trial.CreateMachine().RunAsync(Trial.Start("{}"), journal, CancellationToken.None);

        Assert.Equal("LambdaFunctionStarted", result.Output!.GetValue<string>());
        Assert.Equal(3, journal.Appends);
    }

    [Fact]
    public async Task MapIterationsShareOneAppend()
    {
        var journal = new CountingJournal();
        var trial = new Trial("""
            {"StartAt":"M","States":{"M":{"Type":"Map","End":true,"ItemProcessor":{"StartAt":"T","States":{"T":{"Type":"Task","Resource":"t","End":true}}}}}}
            """);
        trial.On("T", async (_, token) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(1), trial.Time, token);
            return null;
        });

        await trial.CreateMachine().RunAsync(Trial.Start($"[{string.Join(',', Enumerable.Range(0, 40))}]"), journal, CancellationToken.None);

        Assert.InRange(journal.Appends, 2, 45);
        Assert.Equal(40, journal.Types.Take(journal.FirstBatch).Count(type => type == "LambdaFunctionScheduled"));
    }

    private sealed class CountingJournal : IExecutionJournal
    {
        public List<string> Types { get; } = [];

        public int Appends { get; private set; }

        public int FirstBatch { get; private set; }

        public async ValueTask AppendAsync(IReadOnlyList<HistoryEvent> events, CancellationToken cancellationToken)
        {
            await Task.Yield();
            Types.AddRange(events.Select(historyEvent => historyEvent.Type));
            FirstBatch = Appends++ == 0 ? events.Count : FirstBatch;
        }
    }
}
