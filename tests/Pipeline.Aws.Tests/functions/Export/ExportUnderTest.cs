using System.Text.Json;
using System.Text.Json.Nodes;
using Parquet;
using Pipeline.Core.Deployment;
using Pipeline.Export;
using Pipeline.Export.Contracts;
using Pipeline.Export.Ports;
using Pipeline.Host.Engine.Tasks;
using Pipeline.Interpreter.Definition;
using Pipeline.Interpreter.Executions;
using Pipeline.Interpreter.History;
using Pipeline.Lake.Export;
using Pipeline.Lake.Tables;
using Pipeline.Testing.Emulators;
using Pipeline.Testing.Environments;

namespace Pipeline.Aws.Tests.Export;

/// <summary>Exports as AWS runs them: the definition, the function's logic, the table and the internal bucket.</summary>
internal sealed class ExportUnderTest
{
    private readonly StateMachine _machine;

    /// <param name="s3">Emulator with the internal bucket.</param>
    /// <param name="dynamoDb">Emulator with the table.</param>
    /// <param name="table">Name of the table.</param>
    /// <param name="bucket">Name of the internal bucket.</param>
    /// <param name="segments">Number of segments.</param>
    /// <param name="allowed">How long a call may take.</param>
    public ExportUnderTest(S3Emulator s3, DynamoDbEmulator dynamoDb, string table, string bucket, int segments, TimeSpan allowed)
    {
        Files = new(new(s3.Client, bucket));
        var logic = new ExportLogic(new DynamoCatalogueScan(new(dynamoDb.Client, table)), Files, segments, TimeProvider.System);
        var function = JsonFunction.Create(
            ExportJson.Default.ExportRequest, ExportJson.Default.ExportResponse,
            (request, token) =>
            {
                Steps.Add(request.Step);
                return logic.RunAsync(request, allowed, token);
            });
        var definition = DefinitionTemplate.Fill(
            File.ReadAllText(Repository.PathOf("statemachine", "catalogue-export.asl.json")), new Dictionary<string, string> { ["ExportFunction"] = "export" });
        _machine = new(
            StateMachineDefinition.Parse(definition),
            new ResourceInvoker(new(new Dictionary<string, FunctionHandler> { ["export"] = function }, new Dictionary<string, MessageHandler>())), TimeProvider.System, new Random(0));
    }

    public S3LakeFiles Files { get; }

    /// <summary>What the calls were for. Segments may be in any order.</summary>
    public List<ExportStep> Steps { get; } = [];

    /// <summary>History of the last run.</summary>
    public InMemoryJournal Journal { get; private set; } = new();

    /// <summary>Runs an export that succeeds.</summary>
    /// <returns>Its output.</returns>
    public async Task<FinishResponse> RunAsync(string name)
    {
        var start = new ExecutionStart(
            $"arn:aws:states:us-east-1:123456789012:execution:catalogue-export:{name}", name, "arn:aws:states:us-east-1:123456789012:stateMachine:catalogue-export",
            "arn:aws:iam::123456789012:role/catalogue-export", new JsonObject(), TimeProvider.System.GetUtcNow());
        Journal = new();
        var result = await _machine.RunAsync(start, Journal, CancellationToken.None);
        Assert.True(result.Status == ExecutionStatus.Succeeded, $"{result.Status}: {result.Error} {result.Cause}");
        return JsonSerializer.Deserialize(result.Output!.ToJsonString(), ExportJson.Default.FinishResponse)!;
    }

    /// <summary>The values of a text column in all files of a table.</summary>
    public async Task<IReadOnlyList<string?>> ReadAsync(S3Emulator s3, string bucket, LakeTable table, string column)
    {
        var values = new List<string?>();
        foreach (var key in await Files.ListAsync(table.Prefix, CancellationToken.None))
        {
            using var stored = await s3.Client.GetObjectAsync(bucket, key);
            using var content = new MemoryStream();
            await stored.ResponseStream.CopyToAsync(content);
            content.Position = 0;
            await using var reader = await ParquetReader.CreateAsync(content);
            Assert.Equal(LakeTables.SchemaVersion, reader.CustomMetadata["pipeline.schema"]);
            using var group = reader.OpenRowGroupReader(0);
            var texts = new string?[(int)group.RowCount];
            await group.ReadAsync(reader.Schema.DataFields.Single(field => field.Name == column), texts.AsMemory());
            values.AddRange(texts);
        }

        return values;
    }
}
