using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Pipeline.Core.Deployment;
using Pipeline.Interpreter.Definition;
using Pipeline.Lake.Queries;
using Pipeline.Lake.Tables;

namespace Pipeline.Aws.Tests.Infra.Components;

/// <summary>The data lake as it is deployed.</summary>
public sealed class DataLakeTests
{
    private const string Bucket = $"{MockedStack.Name}-internal-0a1b2c3";

    [Fact]
    public async Task WithoutTheSettingThereIsNothingOfIt()
    {
        var (without, with) = (await MockedStack.CreateAsync(MockedStack.Defaults), await MockedStack.CreateAsync(MockedStack.Lake));

        Assert.DoesNotContain(without.Resources, resource => Regex.IsMatch(resource.ToString(), "glue|athena|scheduler|export|lake"));
        Assert.DoesNotContain("lake", RulesOf(without).ToJsonString(), StringComparison.Ordinal);
        Assert.Empty(without.Resources.Select(resource => resource.ToString()).Except(with.Resources.Select(resource => resource.ToString())));
        Assert.All(["persist", "remove", "reconcile"], function => Assert.Equal((null, "true"), (OutcomesOf(without, function), OutcomesOf(with, function))));
    }

    [Fact]
    public async Task EveryTableHasItsColumnsAndItsPartitionsComeFromTheDays()
    {
        var stack = await MockedStack.CreateAsync(MockedStack.Lake);

        foreach (var table in LakeTables.All)
        {
            var inputs = stack.Single("aws:glue/catalogTable:CatalogTable", $"{MockedStack.Name}-lake-{LakeViews.NameFiles(table)}").Inputs;
            Assert.Equal((LakeViews.NameFiles(table), "image_pipeline_test", "EXTERNAL_TABLE"), ((string)inputs["name"]!, (string)inputs["databaseName"]!, (string)inputs["tableType"]!));
            Assert.Equal(table.Columns.Select(column => (column.Name, column.GlueType)), ColumnsOf(inputs));
            var partition = Assert.Single(inputs["partitionKeys"]!.AsArray())!;
            Assert.Equal(("dt", "string"), ((string)partition["name"]!, (string)partition["type"]!));
            Assert.Equal($"s3://{Bucket}/{table.Prefix}", (string)inputs["storageDescriptor"]!["location"]!);
            var parameters = inputs["parameters"]!;
            Assert.Equal(("true", "date", "yyyy-MM-dd", "NOW-30DAYS,NOW"), (Of("enabled"), Of("dt.type"), Of("dt.format"), Of("dt.range")));
            // The folder that an export writes to.
            var day = new DateOnly(2026, 11, 29);
            Assert.Equal($"s3://{Bucket}/{table.PrefixOf(day)}", ((string)parameters["storage.location.template"]!).Replace("${dt}", "2026-11-29", StringComparison.Ordinal));

            string? Of(string name) => (string?)parameters[$"projection.{name}"];
        }
    }

    /// <summary>Athena has no other way to make a view without running a statement. Its types are those of SQL there, and those of Glue beside it.</summary>
    [Fact]
    public async Task EveryViewIsEncodedAsAthenaStoresIt()
    {
        var stack = await MockedStack.CreateAsync(MockedStack.Lake);

        foreach (var (table, query) in LakeViews.All)
        {
            var inputs = stack.Single("aws:glue/catalogTable:CatalogTable", $"{MockedStack.Name}-lake-{table.Name}").Inputs;
            Assert.Equal(("VIRTUAL_VIEW", "true"), ((string)inputs["tableType"]!, (string)inputs["parameters"]!["presto_view"]!));
            var text = Regex.Match((string)inputs["viewOriginalText"]!, @"^/\* Presto View: ([A-Za-z0-9+/=]+) \*/$").Groups[1].Value;
            var view = JsonNode.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(text)))!;
            Assert.Equal((query, "awsdatacatalog", "image_pipeline_test"), ((string)view["originalSql"]!, (string)view["catalog"]!, (string)view["schema"]!));
            Assert.Equal(
                [.. table.Columns.Select(column => (column.Name, column.SqlType.ToLowerInvariant())), ("dt", "varchar")],
                view["columns"]!.AsArray().Select(column => ((string)column!["name"]!, (string)column["type"]!)));
            Assert.Equal([.. table.Columns.Select(column => (column.Name, column.GlueType)), ("dt", "string")], ColumnsOf(inputs));
        }
    }

    [Fact]
    public async Task GlueAcceptsNamesTypesAndCommentsOfAllColumns() => Assert.All(
        (await MockedStack.CreateAsync(MockedStack.Lake)).OfType("aws:glue/catalogTable:CatalogTable").SelectMany(table => table.Inputs["storageDescriptor"]!["columns"]!.AsArray()),
        column =>
        {
            Assert.Matches("^[a-z][a-z0-9_]*$", (string)column!["name"]!);
            Assert.Matches("^(string|bigint|double|boolean|timestamp)$", (string)column["type"]!);
            Assert.InRange(((string)column["comment"]!).Length, 1, 255);
        });

    [Theory]
    [InlineData(null, "SSE_S3")]
    [InlineData("arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555", "SSE_KMS")]
    public async Task QueriesAreLimitedAndTheirResultsEncryptedAsTheBucketIs(string? key, string encryption)
    {
        var settings = new Dictionary<string, string>(MockedStack.Lake);
        if (key is not null)
        {
            settings["kmsKeyArn"] = key;
        }

        var workgroup = Assert.Single((await MockedStack.CreateAsync(settings)).OfType("aws:athena/workgroup:Workgroup")).Inputs;

        Assert.True((bool)workgroup["forceDestroy"]!);
        Assert.True((bool)workgroup["configuration"]!["enforceWorkgroupConfiguration"]!);
        Assert.Equal(500 * 1024 * 1024, (double)workgroup["configuration"]!["bytesScannedCutoffPerQuery"]!);
        var results = workgroup["configuration"]!["resultConfiguration"]!;
        Assert.Equal((encryption, key), ((string)results["encryptionConfiguration"]!["encryptionOption"]!, (string?)results["encryptionConfiguration"]!["kmsKeyArn"]));
        Assert.Equal($"s3://{Bucket}/lake-results/", (string)results["outputLocation"]!);
        Assert.Equal(MockedStack.Account, (string)results["expectedBucketOwner"]!);
    }

    [Fact]
    public async Task EverySavedQueryIsInTheWorkgroup()
    {
        var queries = (await MockedStack.CreateAsync(MockedStack.Lake)).OfType("aws:athena/namedQuery:NamedQuery").Select(query => query.Inputs).ToArray();

        Assert.Equal(
            SavedQuery.All.Select(query => (query.Name, query.Title, query.Sql)).Order(),
            queries.Select(query => ((string)query["name"]!, (string)query["description"]!, (string)query["query"]!)).Order());
        Assert.All(queries, query => Assert.Equal(("image_pipeline_test", MockedStack.Name), ((string)query["database"]!, (string)query["workgroup"]!)));
    }

    [Fact]
    public async Task FilesExpireWhenQueriesNoLongerSeeThem()
    {
        var rules = RulesOf(await MockedStack.CreateAsync(MockedStack.Lake));

        Assert.Equal((30, 7), (DaysOf("lake/"), DaysOf("lake-results/")));

        int DaysOf(string prefix) => (int)(double)Assert.Single(rules, rule => (string?)rule!["filter"]!["prefix"] == prefix)!["expiration"]!["days"]!;
    }

    [Fact]
    public async Task ScheduleStartsTheExportInUtc()
    {
        var stack = await MockedStack.CreateAsync(MockedStack.Lake);
        var schedule = Assert.Single(stack.OfType("aws:scheduler/schedule:Schedule")).Inputs;

        Assert.Equal(("cron(0 4 ? * MON-FRI *)", "UTC", "OFF"),
            ((string)schedule["scheduleExpression"]!, (string)schedule["scheduleExpressionTimezone"]!, (string)schedule["flexibleTimeWindow"]!["mode"]!));
        Assert.Equal(stack.Outputs[StackOutputs.LakeStateMachine], (string)schedule["target"]!["arn"]!);
        Assert.EndsWith($"role/{MockedStack.Name}-export-schedule-0a1b2c3", (string)schedule["target"]!["roleArn"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DefinitionIsValidAndCallsTheFunctionThatHasTheSettings()
    {
        var stack = await MockedStack.CreateAsync(MockedStack.Lake);
        var machine = stack.Single("aws:sfn/stateMachine:StateMachine", $"{MockedStack.Name}-catalogue-export").Inputs;
        var definition = (string)machine["definition"]!;
        var function = stack.Single("aws:lambda/function:Function", $"{MockedStack.Name}-export").Inputs;
        var settings = new Pipeline.Lambda.FunctionSettings(name => (string?)function["environment"]!["variables"]![name]);

        Assert.Equal("STANDARD", (string)machine["type"]!);
        Assert.NotEmpty(StateMachineDefinition.Parse(definition).StateNames);
        Assert.Contains($":function:{MockedStack.Name}-export\"", definition, StringComparison.Ordinal);
        Assert.Equal((stack.Outputs[StackOutputs.Table], stack.Outputs[StackOutputs.InternalBucket], 8), (settings.Table, settings.InternalBucket, settings.LakeSegments));
        Assert.Equal((2_048, 900), ((int)(double)function["memorySize"]!, (int)(double)function["timeout"]!));
        Assert.True((int)JsonNode.Parse(definition)!["States"]!["Plan"]!["TimeoutSeconds"]! > (double)function["timeout"]!);
    }

    [Fact]
    public async Task ExportsThatFailOrTakeTooLongAreAlarmedAndNothingElseIs()
    {
        var stack = await MockedStack.CreateAsync(MockedStack.Lake);

        var alarms = stack.OfType("aws:cloudwatch/metricAlarm:MetricAlarm")
            .Where(alarm => (string?)alarm.Inputs["dimensions"]?["StateMachineArn"] == stack.Outputs[StackOutputs.LakeStateMachine]).ToArray();

        Assert.Equal(
            [("exports-failed", "ExecutionsFailed"), ("exports-timed-out", "ExecutionsTimedOut")],
            alarms.Select(alarm => (alarm.Name[(MockedStack.Name.Length + 1)..], (string)alarm.Inputs["metricName"]!)));
    }

    private static JsonArray RulesOf(MockedStack stack) =>
        stack.Single("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "internal").Inputs["rules"]!.AsArray();

    private static string? OutcomesOf(MockedStack stack, string function) =>
        (string?)stack.Single("aws:lambda/function:Function", $"{MockedStack.Name}-{function}").Inputs["environment"]!["variables"]![FunctionEnvironment.Outcomes];

    private static IEnumerable<(string, string)> ColumnsOf(JsonObject table) =>
        table["storageDescriptor"]!["columns"]!.AsArray().Select(column => ((string)column!["name"]!, (string)column["type"]!));
}
