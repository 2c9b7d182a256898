using Pipeline.Core.Executions;
using Pipeline.Core.Renditions;
using Pipeline.Host.Engine;
using Pipeline.Host.Engine.Definitions;
using Pipeline.Host.Engine.Events;
using Pipeline.Testing.Environments;

namespace Pipeline.Testing.Hosts;

/// <summary>A pipeline with its own folder. It runs a definition given as text, which tests can change.</summary>
internal sealed class DefinedPipeline : IAsyncDisposable
{
    /// <summary>Waits for a day, so that it runs until you stop it.</summary>
    public const string Waiting = """{"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":86400,"Next":"Done"},"Done":{"Type":"Succeed"}}}""";

    /// <summary>Ends at once.</summary>
    public const string Passing = """{"StartAt":"P","States":{"P":{"Type":"Pass","Next":"Done"},"Done":{"Type":"Succeed"}}}""";

    /// <summary>Fails in a Pass state: the input <c>{}</c> does not have the path.</summary>
    public const string Failing = """{"StartAt":"P","States":{"P":{"Type":"Pass","InputPath":"$.absent","Next":"Done"},"Done":{"Type":"Succeed"}}}""";

    /// <summary>Ends in its Fail state.</summary>
    public const string FailState = """{"StartAt":"F","States":{"F":{"Type":"Fail","Error":"Never","Cause":"On purpose."}}}""";

    private readonly TemporaryFolder _folder = new();
    private readonly List<PipelineEvent> _events = [];
    private readonly TimeProvider _time;

    public DefinedPipeline(string definition, bool watch = false, TimeProvider? time = null, int parallelism = 1, (string Name, string Definition)? further = null)
    {
        _time = time ?? TimeProvider.System;
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(DefinitionPath)!);
        File.WriteAllText(DefinitionPath, definition);
        var files = new Dictionary<string, string>();
        if (further is var (name, text))
        {
            files[name] = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(DefinitionPath)!, $"{name}.asl.json");
            File.WriteAllText(files[name], text);
        }

        Options = new(System.IO.Path.Combine(_folder.Path, "data"), RenditionSet.Default)
        {
            DefinitionFile = DefinitionPath, WatchDefinition = watch, Parallelism = parallelism, FurtherDefinitions = files,
        };
        Pipeline = Open();
    }

    public string DefinitionPath => System.IO.Path.Combine(_folder.Path, "machine", "image-pipeline.asl.json");

    public PipelineOptions Options { get; }

    public LocalPipeline Pipeline { get; private set; }

    public IReadOnlyList<PipelineEvent> Events
    {
        get
        {
            lock (_events)
            {
                return [.. _events];
            }
        }
    }

    /// <summary>Stops the host and starts it again, as after a crash. Running executions are not resumed yet.</summary>
    /// <param name="definition">New text of the definition; null keeps the old one.</param>
    public async Task ReopenAsync(string? definition = null)
    {
        await Pipeline.DisposeAsync();
        if (definition is not null)
        {
            await File.WriteAllTextAsync(DefinitionPath, definition);
        }

        Pipeline = Open();
    }

    public async Task<ExecutionRecord> GetAsync(string name) =>
        (await Pipeline.Store.Executions.GetAsync(PipelineDefinition.ExecutionArn(name), CancellationToken.None))!;

    /// <summary>Waits until an execution has ended.</summary>
    public async Task<ExecutionRecord> WaitForEndAsync(string name)
    {
        await WaitUntilAsync(async () => (await GetAsync(name)).Status != RecordedStatus.Running);
        return await GetAsync(name);
    }

    public async Task<IReadOnlyList<string>> GetHistoryTypesAsync(string name) =>
        [.. (await Pipeline.Store.Executions.GetHistoryAsync(PipelineDefinition.ExecutionArn(name), 0, 1_000, CancellationToken.None))
            .Select(recorded => recorded.Type)];

    public static Task WaitUntilAsync(Func<bool> condition) => WaitUntilAsync(() => Task.FromResult(condition()));

    public static async Task WaitUntilAsync(Func<Task<bool>> condition)
    {
        for (var attempt = 0; !await condition(); attempt++)
        {
            Assert.True(attempt < 3_000, "The condition was not met within 30 s.");
            await Task.Delay(10);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Pipeline.DisposeAsync();
        _folder.Dispose();
    }

    private LocalPipeline Open()
    {
        var pipeline = LocalPipeline.Open(Options, PipelineUnderTest.Codec, _time);
        pipeline.Events.Published += published =>
        {
            lock (_events)
            {
                _events.Add(published);
            }
        };
        return pipeline;
    }
}
