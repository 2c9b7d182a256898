using System.Text.Json;
using Pipeline.Core.Backfill;
using Pipeline.Core.Describing;
using Pipeline.Interpreter.Definition;

namespace Pipeline.Host.Engine.Definitions;

/// <summary>What this host's definitions may call, and what it adds to them.</summary>
/// <param name="Handlers">The functions and topics that Tasks may call.</param>
/// <param name="Additions">Text of <c>describe.json</c>; null if the pipeline does not describe images.</param>
internal sealed record DefinitionRules(HandlerNames Handlers, string? Additions)
{
    private static readonly string[] BackfillPlaceholders =
        ["ValidateFunction", "ResizeFunction", "PersistFunction", "SuccessTopic", "FailureTopic", "BackfillFunction", "UploadsBucket", "InternalBucket"];

    private readonly Dictionary<string, string> _values = AddPlaceholder(PipelineDefinition.PlaceholderValues, Additions);
    private readonly Dictionary<string, string> _furtherValues = AddPlaceholder(PipelineDefinition.FurtherPlaceholderValues, Additions);

    /// <summary>The rules of a pipeline.</summary>
    /// <exception cref="IOException">A file beside the program cannot be read.</exception>
    public static DefinitionRules Create(PipelineOptions options) =>
        new(PipelineTasks.ListNames(options), options.Describing is null ? null : File.ReadAllText(PipelineDefinition.AdditionsPath));

    /// <summary>Reads the pipeline's definition, and adds to it what this host needs.</summary>
    /// <inheritdoc cref="DefinitionReader.Read"/>
    public (StateMachineDefinition? Definition, string Json, IReadOnlyList<DefinitionError> Errors) Read(string template)
    {
        var read = DefinitionReader.Read(template, _values, Handlers);
        if (Additions is null || read.Definition is null)
        {
            return read;
        }

        // Only a valid definition can be added to, so that errors have the paths of the file.
        return TryAdd(template) is var (added, error) && added is not null
            ? DefinitionReader.Read(added, _values, Handlers)
            : (null, read.Json, [new("$", $"cannot describe images: {error} Start from statemachine/image-pipeline.asl.json, or leave out --describe-url.")]);
    }

    /// <summary>Reads a definition of another state machine.</summary>
    /// <inheritdoc cref="DefinitionReader.Read"/>
    public (StateMachineDefinition? Definition, string Json, IReadOnlyList<DefinitionError> Errors) ReadFurther(string template) =>
        DefinitionReader.Read(template, _furtherValues, Handlers);

    /// <summary>Makes the backfill's definition of the pipeline's.</summary>
    /// <param name="pipeline">The text of the pipeline's definition.</param>
    /// <returns>Null if the pipeline's definition does not have the states that a backfill needs, because somebody changed it.</returns>
    public string? ComposeBackfill(string pipeline)
    {
        try
        {
            var backfill = File.ReadAllText(Path.Combine(PipelineDefinition.FolderPath, "backfill.asl.json"));
            string[] placeholders = Additions is null ? BackfillPlaceholders : [.. BackfillPlaceholders, PipelineDefinition.DescribePlaceholder.Key];
            return BackfillDefinition.Compose(
                Additions is null ? backfill : DescribedDefinition.AddToBackfill(backfill, Additions),
                Additions is null ? pipeline : DescribedDefinition.AddTo(pipeline, Additions),
                new(BackfillInput.DefaultConcurrency, new(), BackfillDefinition.Standard),
                placeholders.ToDictionary(placeholder => placeholder, placeholder => _furtherValues[placeholder]));
        }
        catch (Exception exception) when (IsMismatch(exception))
        {
            return null;
        }
    }

    private (string? Text, string? Error) TryAdd(string template)
    {
        try
        {
            return (DescribedDefinition.AddTo(template, Additions!), null);
        }
        catch (Exception exception) when (IsMismatch(exception))
        {
            return (null, exception is InvalidOperationException ? exception.Message : "a state that describe.json changes has another type or no payload.");
        }
    }

    private static bool IsMismatch(Exception exception) => exception is InvalidOperationException or NullReferenceException or ArgumentException or JsonException;

    private static Dictionary<string, string> AddPlaceholder(IReadOnlyDictionary<string, string> values, string? additions)
    {
        var all = values.ToDictionary();
        if (additions is not null)
        {
            all.Add(PipelineDefinition.DescribePlaceholder.Key, PipelineDefinition.DescribePlaceholder.Value);
        }

        return all;
    }
}
