using Pipeline.Interpreter.Definition;

namespace Pipeline.Tests.Interpreter;

public sealed class DefinitionErrorTests
{
    private const string Ok = "\"S\":{\"Type\":\"Succeed\"}";

    [Theory]
    [InlineData("[]", "$")]
    [InlineData("{", "$")]
    [InlineData("{\"States\":{" + Ok + "}}", "$.StartAt")]
    [InlineData("{\"StartAt\":\"S\"}", "$.States")]
    [InlineData("{\"StartAt\":\"X\",\"States\":{" + Ok + "}}", "$.StartAt")]
    [InlineData("{\"StartAt\":\"S\",\"States\":{" + Ok + "},\"Extra\":1}", "$.Extra")]
    [InlineData("{\"StartAt\":\"S\",\"States\":{" + Ok + "},\"QueryLanguage\":\"JSONata\"}", "$.QueryLanguage")]
    [InlineData("{\"StartAt\":\"S\",\"States\":{" + Ok + "},\"Version\":\"2.0\"}", "$.Version")]
    [InlineData("{\"StartAt\":\"S\",\"States\":{" + Ok + "},\"TimeoutSeconds\":0}", "$.TimeoutSeconds")]
    [InlineData("{\"StartAt\":\"S\",\"States\":{" + Ok + ",\"Far away\":{\"Type\":\"Succeed\"}}}", "$.States['Far away']")]
    public void InvalidMachineIsRefusedWithItsPath(string definition, string path) => AssertRefused(definition, path);

    [Theory]
    [InlineData("\"Type\":\"Magic\"", "Type")]
    [InlineData("\"Type\":\"Pass\"", "Next")]
    [InlineData("\"Type\":\"Pass\",\"End\":true,\"Next\":\"S\"", "End")]
    [InlineData("\"Type\":\"Pass\",\"Next\":\"Gone\"", "Next")]
    [InlineData("\"Type\":\"Pass\",\"Next\":\"S\",\"Colour\":1", "Colour")]
    [InlineData("\"Type\":\"Pass\",\"Next\":\"S\",\"Output\":1", "Output")]
    [InlineData("\"Type\":\"Pass\",\"Next\":\"S\",\"QueryLanguage\":\"JSONata\"", "QueryLanguage")]
    [InlineData("\"Type\":\"Pass\",\"Next\":\"S\",\"InputPath\":\"a.b\"", "InputPath")]
    [InlineData("\"Type\":\"Pass\",\"Next\":\"S\",\"OutputPath\":\"$.a[?(@.\"", "OutputPath")]
    [InlineData("\"Type\":\"Pass\",\"Next\":\"S\",\"ResultPath\":\"$.a[*]\"", "ResultPath")]
    [InlineData("\"Type\":\"Pass\",\"Next\":\"S\",\"ResultPath\":\"$$.x\"", "ResultPath")]
    [InlineData("\"Type\":\"Pass\",\"Next\":\"S\",\"Parameters\":{\"a.$\":1}", "Parameters.a.$")]
    [InlineData("\"Type\":\"Pass\",\"Next\":\"S\",\"Parameters\":{\"a\":[{\"b.$\":\"plain\"}]}", "Parameters.a[0].b.$")]
    [InlineData("\"Type\":\"Pass\",\"Next\":\"S\",\"Parameters\":{\"a.$\":\"States.Nothing()\"}", "Parameters.a.$")]
    [InlineData("\"Type\":\"Pass\",\"Next\":\"S\",\"Parameters\":{\"a.$\":\"States.MathAdd(1)\"}", "Parameters.a.$")]
    [InlineData("\"Type\":\"Pass\",\"Next\":\"S\",\"Parameters\":{\"a.$\":\"States.Format('He said, \\\\\\\"{}\\\\\\\"', 'x')\"}", "Parameters.a.$")]
    [InlineData("\"Type\":\"Pass\",\"Next\":\"S\",\"Parameters\":{\"a.$\":\"States.Array('a\\\\nb')\"}", "Parameters.a.$")]
    [InlineData("\"Type\":\"Task\",\"Next\":\"S\",\"Resource\":\"arn:aws:states:::dynamodb:query\"", "Resource")]
    [InlineData("\"Type\":\"Task\",\"Next\":\"S\",\"Resource\":\"arn:aws:states:::dynamodb:putItem.sync\"", "Resource")]
    [InlineData("\"Type\":\"Task\",\"Next\":\"S\",\"Resource\":\"arn:aws:states:::s3:putObject\"", "Resource")]
    [InlineData("\"Type\":\"Task\",\"Next\":\"S\",\"Resource\":\"arn:aws:states:::aws-sdk:s3:putObject.sync\"", "Resource")]
    [InlineData("\"Type\":\"Task\",\"Next\":\"S\",\"Resource\":\"arn:aws:states:::lambda:invoke.sync\"", "Resource")]
    [InlineData("\"Type\":\"Task\",\"Next\":\"S\",\"Resource\":\"arn:aws:states:::lambda\"", "Resource")]
    [InlineData("\"Type\":\"Pass\",\"Next\":\"S\",\"Parameters\":{\"a.$\":\"States.Format('x\"}", "Parameters.a.$")]
    [InlineData("\"Type\":\"Pass\",\"Next\":\"S\",\"Parameters\":{\"a.$\":\"$.x\",\"a\":1}", "Parameters.a.$")]
    [InlineData("\"Type\":\"Pass\",\"Next\":\"S\",\"Assign\":{\"1st\":1}", "Assign['1st']")]
    [InlineData("\"Type\":\"Task\",\"Next\":\"S\"", "Resource")]
    [InlineData("\"Type\":\"Task\",\"Next\":\"S\",\"Resource\":\"r\",\"Credentials\":{}", "Credentials")]
    [InlineData("\"Type\":\"Task\",\"Next\":\"S\",\"Resource\":\"r\",\"Credentials\":\"role\"", "Credentials")]
    [InlineData("\"Type\":\"Task\",\"Next\":\"S\",\"Resource\":\"r\",\"TimeoutSeconds\":5,\"TimeoutSecondsPath\":\"$.t\"", "TimeoutSecondsPath")]
    [InlineData("\"Type\":\"Task\",\"Next\":\"S\",\"Resource\":\"r\",\"TimeoutSeconds\":5,\"HeartbeatSeconds\":5", "HeartbeatSeconds")]
    [InlineData("\"Type\":\"Task\",\"Next\":\"S\",\"Resource\":\"r\",\"Retry\":[{\"ErrorEquals\":[]}]", "Retry[0].ErrorEquals")]
    [InlineData("\"Type\":\"Task\",\"Next\":\"S\",\"Resource\":\"r\",\"Retry\":[{\"ErrorEquals\":[\"States.ALL\",\"E\"]}]", "Retry[0].ErrorEquals")]
    [InlineData("\"Type\":\"Task\",\"Next\":\"S\",\"Resource\":\"r\",\"Retry\":[{\"ErrorEquals\":[\"States.ALL\"]},{\"ErrorEquals\":[\"E\"]}]", "Retry[0].ErrorEquals")]
    [InlineData("\"Type\":\"Task\",\"Next\":\"S\",\"Resource\":\"r\",\"Retry\":[{\"ErrorEquals\":[\"E\"],\"MaxAttempts\":-1}]", "Retry[0].MaxAttempts")]
    [InlineData("\"Type\":\"Task\",\"Next\":\"S\",\"Resource\":\"r\",\"Retry\":[{\"ErrorEquals\":[\"E\"],\"IntervalSeconds\":0}]", "Retry[0].IntervalSeconds")]
    [InlineData("\"Type\":\"Task\",\"Next\":\"S\",\"Resource\":\"r\",\"Retry\":[{\"ErrorEquals\":[\"E\"],\"BackoffRate\":0.5}]", "Retry[0].BackoffRate")]
    [InlineData("\"Type\":\"Task\",\"Next\":\"S\",\"Resource\":\"r\",\"Retry\":[{\"ErrorEquals\":[\"E\"],\"IntervalSeconds\":5,\"MaxDelaySeconds\":5}]", "Retry[0].MaxDelaySeconds")]
    [InlineData("\"Type\":\"Task\",\"Next\":\"S\",\"Resource\":\"r\",\"Retry\":[{\"ErrorEquals\":[\"E\"],\"JitterStrategy\":\"SOME\"}]", "Retry[0].JitterStrategy")]
    [InlineData("\"Type\":\"Task\",\"Next\":\"S\",\"Resource\":\"r\",\"Catch\":[{\"ErrorEquals\":[\"E\"]}]", "Catch[0].Next")]
    [InlineData("\"Type\":\"Task\",\"Next\":\"S\",\"Resource\":\"r\",\"Catch\":[{\"ErrorEquals\":[\"E\"],\"Next\":\"Gone\"}]", "Catch[0].Next")]
    [InlineData("\"Type\":\"Wait\",\"Next\":\"S\"", "")]
    [InlineData("\"Type\":\"Wait\",\"Next\":\"S\",\"Seconds\":1,\"Timestamp\":\"2026-01-01T00:00:00Z\"", "Timestamp")]
    [InlineData("\"Type\":\"Wait\",\"Next\":\"S\",\"Timestamp\":\"2026-01-01\"", "Timestamp")]
    [InlineData("\"Type\":\"Choice\",\"Default\":\"S\",\"Choices\":[]", "Choices")]
    [InlineData("\"Type\":\"Choice\",\"Default\":\"S\",\"Choices\":[{\"Variable\":\"$.a\",\"Next\":\"S\"}]", "Choices[0]")]
    [InlineData("\"Type\":\"Choice\",\"Default\":\"S\",\"Choices\":[{\"Variable\":\"$.a\",\"IsNull\":true}]", "Choices[0].Next")]
    [InlineData("\"Type\":\"Choice\",\"Default\":\"S\",\"Choices\":[{\"StringEquals\":\"a\",\"Next\":\"S\"}]", "Choices[0].Variable")]
    [InlineData("\"Type\":\"Choice\",\"Default\":\"S\",\"Choices\":[{\"Variable\":\"$.a\",\"StringEquals\":1,\"Next\":\"S\"}]", "Choices[0].StringEquals")]
    [InlineData("\"Type\":\"Choice\",\"Default\":\"S\",\"Choices\":[{\"Variable\":\"$.a\",\"TimestampEquals\":\"x\",\"Next\":\"S\"}]", "Choices[0].TimestampEquals")]
    [InlineData("\"Type\":\"Choice\",\"Default\":\"S\",\"Choices\":[{\"And\":[{\"Variable\":\"$.a\",\"IsNull\":true,\"Next\":\"S\"}],\"Next\":\"S\"}]", "Choices[0].And[0].Next")]
    [InlineData("\"Type\":\"Choice\",\"Default\":\"S\",\"Choices\":[{\"Variable\":\"$.a\",\"IsNull\":true,\"StringMatchesPath\":\"$.b\",\"Next\":\"S\"}]", "Choices[0].StringMatchesPath")]
    [InlineData("\"Type\":\"Map\",\"Next\":\"S\"", "ItemProcessor")]
    [InlineData("\"Type\":\"Map\",\"Next\":\"S\",\"ItemReader\":{},\"ItemProcessor\":{\"StartAt\":\"I\",\"States\":{\"I\":{\"Type\":\"Succeed\"}}}", "ItemReader")]
    [InlineData("\"Type\":\"Map\",\"Next\":\"S\",\"ItemProcessor\":{\"ProcessorConfig\":{\"Mode\":\"REMOTE\"},\"StartAt\":\"I\",\"States\":{\"I\":{\"Type\":\"Succeed\"}}}", "ItemProcessor.ProcessorConfig.Mode")]
    [InlineData("\"Type\":\"Map\",\"Next\":\"S\",\"ItemProcessor\":{\"ProcessorConfig\":{\"ExecutionType\":\"EXPRESS\"},\"StartAt\":\"I\",\"States\":{\"I\":{\"Type\":\"Succeed\"}}}", "ItemProcessor.ProcessorConfig.ExecutionType")]
    [InlineData("\"Type\":\"Map\",\"Next\":\"S\",\"Label\":\"L\",\"ItemProcessor\":{\"StartAt\":\"I\",\"States\":{\"I\":{\"Type\":\"Succeed\"}}}", "Label")]
    [InlineData("\"Type\":\"Map\",\"Next\":\"S\",\"ItemProcessor\":{\"StartAt\":\"I\",\"States\":{\"I\":{\"Type\":\"Pass\",\"Next\":\"S\"}}}", "ItemProcessor.States.I.Next")]
    [InlineData("\"Type\":\"Map\",\"Next\":\"S\",\"ItemProcessor\":{\"StartAt\":\"S\",\"States\":{\"S\":{\"Type\":\"Succeed\"}}}", "ItemProcessor.States.S")]
    [InlineData("\"Type\":\"Map\",\"Next\":\"S\",\"Assign\":{\"v\":1},\"ItemProcessor\":{\"StartAt\":\"I\",\"States\":{\"I\":{\"Type\":\"Pass\",\"Assign\":{\"v\":2},\"End\":true}}}", "ItemProcessor.States.I")]
    [InlineData("\"Type\":\"Parallel\",\"Next\":\"S\",\"Branches\":[]", "Branches")]
    [InlineData("\"Type\":\"Parallel\",\"Next\":\"S\",\"Branches\":[{\"StartAt\":\"I\",\"States\":{}}]", "Branches[0].States")]
    public void InvalidStateIsRefusedWithItsPath(string fields, string path) => AssertRefused(
        $$"""{"StartAt":"A","States":{"A":{ {{fields}} },{{Ok}} } }""",
        path.Length == 0 ? "$.States.A" : $"$.States.A.{path}");

    [Theory]
    [InlineData("\"ItemReader\":{\"Resource\":\"arn:aws:states:::s3:headObject\",\"ReaderConfig\":{\"InputType\":\"JSON\"},\"Parameters\":{\"Bucket\":\"b\"}}", "ItemReader.Resource")]
    [InlineData("\"ItemReader\":{\"Resource\":\"arn:aws:states:::s3:getObject\",\"Parameters\":{\"Bucket\":\"b\",\"Key\":\"k\"}}", "ItemReader.ReaderConfig.InputType")]
    [InlineData("\"ItemReader\":{\"Resource\":\"arn:aws:states:::s3:getObject\",\"ReaderConfig\":{\"InputType\":\"PARQUET\"},\"Parameters\":{\"Bucket\":\"b\",\"Key\":\"k\"}}", "ItemReader.ReaderConfig.InputType")]
    [InlineData("\"ItemReader\":{\"Resource\":\"arn:aws:states:::s3:getObject\",\"ReaderConfig\":{\"InputType\":\"MANIFEST\",\"ManifestType\":\"ATHENA_DATA\"},\"Parameters\":{\"Bucket\":\"b\",\"Key\":\"k\"}}", "ItemReader.ReaderConfig.ManifestType")]
    [InlineData("\"ItemReader\":{\"Resource\":\"arn:aws:states:::s3:getObject\",\"ReaderConfig\":{\"InputType\":\"CSV\"},\"Parameters\":{\"Bucket\":\"b\",\"Key\":\"k\"}}", "ItemReader.ReaderConfig.CSVHeaderLocation")]
    [InlineData("\"ItemReader\":{\"Resource\":\"arn:aws:states:::s3:getObject\",\"ReaderConfig\":{\"InputType\":\"CSV\",\"CSVHeaderLocation\":\"GIVEN\"},\"Parameters\":{\"Bucket\":\"b\",\"Key\":\"k\"}}", "ItemReader.ReaderConfig.CSVHeaders")]
    [InlineData("\"ItemReader\":{\"Resource\":\"arn:aws:states:::s3:listObjectsV2\",\"ReaderConfig\":{\"InputType\":\"JSON\"},\"Parameters\":{\"Bucket\":\"b\"}}", "ItemReader.ReaderConfig.InputType")]
    [InlineData("\"ItemReader\":{\"Resource\":\"arn:aws:states:::s3:listObjectsV2\",\"ReaderConfig\":{\"MaxItems\":0},\"Parameters\":{\"Bucket\":\"b\"}}", "ItemReader.ReaderConfig.MaxItems")]
    [InlineData("\"ItemReader\":{\"Resource\":\"arn:aws:states:::s3:listObjectsV2\",\"Parameters\":{\"Prefix\":\"p\"}}", "ItemReader.Parameters")]
    [InlineData("\"ItemsPath\":\"$.a\",\"ItemReader\":{\"Resource\":\"arn:aws:states:::s3:listObjectsV2\",\"Parameters\":{\"Bucket\":\"b\"}}", "ItemsPath")]
    [InlineData("\"ItemBatcher\":{\"BatchInput\":{}}", "ItemBatcher")]
    [InlineData("\"ItemBatcher\":{\"MaxInputBytesPerBatch\":262145}", "ItemBatcher.MaxInputBytesPerBatch")]
    [InlineData("\"ResultWriter\":{}", "ResultWriter")]
    [InlineData("\"ResultWriter\":{\"Resource\":\"arn:aws:states:::s3:putObject\"}", "ResultWriter.Parameters")]
    [InlineData("\"ResultWriter\":{\"WriterConfig\":{\"OutputType\":\"XML\"}}", "ResultWriter.WriterConfig.OutputType")]
    public void InvalidDistributedMapIsRefusedWithItsPath(string fields, string path) => AssertRefused(
        $$"""{"StartAt":"A","States":{"A":{"Type":"Map","Next":"S",{{fields}},"ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED"},"StartAt":"I","States":{"I":{"Type":"Succeed"} } } },{{Ok}} } }""",
        $"$.States.A.{path}");

    [Fact]
    public void ExpressChildWaitsForNobody() => AssertRefused(
        $$"""
        {"StartAt":"A","States":{"A":{"Type":"Map","Next":"S","ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"EXPRESS"},
          "StartAt":"I","States":{"I":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage.waitForTaskToken","End":true} } } },{{Ok}} } }
        """,
        "$.States.A.ItemProcessor.States.I.Resource");

    [Fact]
    public void AllErrorsAreReportedAtOnce()
    {
        var refused = Assert.Throws<InvalidDefinitionException>(() => StateMachineDefinition.Parse("""
            {"StartAt":"A","States":{
              "A":{"Type":"Task","Next":"Gone","Retry":[{"ErrorEquals":["E"],"MaxAttempts":1.5}]},
              "B":{"Type":"Wait","Seconds":-1,"End":true}}}
            """));

        Assert.Equal(
            ["$.States.A.Next", "$.States.A.Resource", "$.States.A.Retry[0].MaxAttempts", "$.States.B", "$.States.B.Seconds"],
            refused.Errors.Select(error => error.Path).Order(StringComparer.Ordinal));
        Assert.All(refused.Errors, error => Assert.Contains(error.ToString(), refused.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void ResourcesAndNamesOfNestedStatesAreListed()
    {
        var definition = StateMachineDefinition.Parse("""
            {"Comment":"c","StartAt":"M","TimeoutSeconds":60,"States":{"M":{"Type":"Map","End":true,
              "ItemProcessor":{"StartAt":"T","States":{"T":{"Type":"Task","Resource":"resize","End":true}}}}}}
            """);

        Assert.Equal(["M", "T"], definition.StateNames);
        Assert.Equal(["resize"], definition.Resources);
        Assert.Equal(TimeSpan.FromMinutes(1), definition.Timeout);
    }

    private static void AssertRefused(string definition, string path)
    {
        var refused = Assert.Throws<InvalidDefinitionException>(() => StateMachineDefinition.Parse(definition));

        Assert.Contains(path, refused.Errors.Select(error => error.Path));
    }

    [Theory]
    [InlineData("""{"Type":"Task","Resource":"arn:aws:states:eu-west-1:1:activity:a","End":true}""", "$.States.S.Resource")]
    [InlineData("""{"Type":"Task","Resource":"arn:aws:states:::ecs:runTask.sync","End":true}""", "$.States.S.Resource")]
    [InlineData("""{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage.waitForTaskToken","End":true}""", "$.States.S.Resource")]
    [InlineData("""{"Type":"Map","End":true,"ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED"},"StartAt":"I","States":{"I":{"Type":"Succeed"}}}}""", "$.States.S.ItemProcessor")]
    public void ExpressWorkflowWaitsForNobody(string state, string path)
    {
        var definition = $$"""{"StartAt":"S","States":{"S":{{state}} } }""";

        var refused = Assert.Throws<InvalidDefinitionException>(() => StateMachineDefinition.Parse(definition, WorkflowType.Express));

        Assert.Equal(path, Assert.Single(refused.Errors).Path);
        Assert.NotEmpty(StateMachineDefinition.Parse(definition).StateNames);
    }

    [Theory]
    [InlineData("dynamodb:getItem")]
    [InlineData("elasticmapreduce:addStep.sync")]
    [InlineData("states:startExecution.sync:2")]
    [InlineData("events:putEvents.waitForTaskToken")]
    [InlineData("aws-sdk:dynamodb:query")]
    [InlineData("aws-sdk:sqs:sendMessage.waitForTaskToken")]
    [InlineData("http:invoke")]
    public void IntegrationThatAwsOffersIsAccepted(string service) => Assert.Equal(
        [$"arn:aws:states:::{service}"],
        StateMachineDefinition.Parse($$"""{"StartAt":"S","States":{"S":{"Type":"Task","Resource":"arn:aws:states:::{{service}}","End":true} } }""").Resources);
}
