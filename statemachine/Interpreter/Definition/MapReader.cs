using System.Text.Json.Nodes;
using Pipeline.Interpreter.Paths;

namespace Pipeline.Interpreter.Definition;

/// <summary>Reads Map, in its current form (ItemProcessor, ItemSelector) and its deprecated form (Iterator, Parameters).</summary>
internal static class MapReader
{
    private const string Distributed = "DISTRIBUTED";
    private const int MaxLabelLength = 40;

    public static MapState Read(string name, ObjectReader reader, StateReader stateReader)
    {
        reader.RequireAtMostOne("ItemProcessor", "Iterator");
        reader.RequireAtMostOne("ItemSelector", "Parameters");
        var isDistributed = IsDistributed(reader);
        if (isDistributed && stateReader.Type == WorkflowType.Express)
        {
            reader.AddError(ProcessorField(reader), "must not be DISTRIBUTED in an Express workflow");
        }

        return new MapState
        {
            Name = name,
            Type = "Map",
            ItemProcessor = ReadProcessor(reader, stateReader),
            IsDistributed = isDistributed,
            IsExpress = isDistributed && IsExpress(reader),
            Label = ReadLabel(reader, isDistributed),
            ItemReader = DistributedMapReader.ReadItemReader(reader, isDistributed),
            ItemBatcher = DistributedMapReader.ReadItemBatcher(reader, isDistributed),
            ResultWriter = DistributedMapReader.ReadResultWriter(reader, isDistributed),
            ItemsPath = reader.ReadPath("ItemsPath", referenceOnly: false) ?? DataPath.Parse("$"),
            ItemSelector = StateReader.ReadPayloadTemplate(reader, "ItemSelector") is { } selector
                ? selector : StateReader.ReadPayloadTemplate(reader, "Parameters"),
            MaxConcurrency = reader.ReadNumberOrPath("MaxConcurrency", 0, int.MaxValue),
            ToleratedFailureCount = reader.ReadNumberOrPath("ToleratedFailureCount", 0, int.MaxValue),
            ToleratedFailurePercentage = reader.ReadNumberOrPath("ToleratedFailurePercentage", 0, 100, wholeOnly: false),
            InputPath = StateReader.ReadPathFilter(reader, "InputPath"),
            OutputPath = StateReader.ReadPathFilter(reader, "OutputPath"),
            ResultSelector = StateReader.ReadPayloadTemplate(reader, "ResultSelector"),
            ResultPath = StateReader.ReadResultPath(reader),
            Retry = ErrorHandlerReader.ReadRetry(reader),
            Catch = ErrorHandlerReader.ReadCatch(reader),
            Assign = StateReader.ReadAssign(reader),
            Next = StateReader.ReadNext(reader),
        };
    }

    private static StateScope ReadProcessor(ObjectReader reader, StateReader stateReader)
    {
        var field = ProcessorField(reader);
        var scopeReader = IsExpress(reader) ? new StateReader(stateReader.Errors, WorkflowType.Express) : stateReader;
        var scope = reader.ReadObject(field, required: true) is { } processor
            ? ScopeReader.Read(processor, reader.GetPath(field), scopeReader, ["ProcessorConfig"])
            : null;
        if (reader.Has(field))
        {
            // Mark both fields as known, even if the second one is refused.
            _ = reader.Take("Iterator", out _);
            _ = reader.Take("ItemProcessor", out _);
        }

        return scope ?? new StateScope("", new Dictionary<string, State>());
    }

    /// <summary>Checks <c>Mode</c>: INLINE, the default, or DISTRIBUTED, which also has an <c>ExecutionType</c>.</summary>
    public static void ValidateProcessorConfig(ObjectReader processor)
    {
        if (processor.ReadObject("ProcessorConfig") is not { } fields)
        {
            return;
        }

        var config = new ObjectReader(fields, processor.GetPath("ProcessorConfig"), processor.Errors);
        var mode = config.ReadString("Mode") ?? "INLINE";
        if (mode is not ("INLINE" or Distributed))
        {
            config.AddError("Mode", $"must be INLINE or DISTRIBUTED, not '{mode}'");
        }

        if (mode == "INLINE")
        {
            config.Refuse("ExecutionType", "is allowed only in a Map whose Mode is DISTRIBUTED");
        }
        else if (config.ReadString("ExecutionType") is { } type && type is not ("STANDARD" or "EXPRESS"))
        {
            config.AddError("ExecutionType", $"must be STANDARD or EXPRESS, not '{type}'");
        }

        config.RefuseUnknown();
    }

    private static string ProcessorField(ObjectReader reader) => reader.Has("Iterator") ? "Iterator" : "ItemProcessor";

    // ValidateProcessorConfig checks the configuration when the processor is read.
    private static bool IsDistributed(ObjectReader reader) =>
        ReadProcessorConfig(reader)?["Mode"] is JsonValue mode && mode.TryGetValue<string>(out var text) && text == Distributed;

    private static bool IsExpress(ObjectReader reader) =>
        ReadProcessorConfig(reader)?["ExecutionType"] is JsonValue type && type.TryGetValue<string>(out var text) && text == "EXPRESS";

    private static JsonObject? ReadProcessorConfig(ObjectReader reader) =>
        (reader.Peek(ProcessorField(reader)) as JsonObject)?["ProcessorConfig"] as JsonObject;

    private static string? ReadLabel(ObjectReader reader, bool isDistributed)
    {
        var label = reader.ReadString("Label");
        if (reader.Has("Label") && !isDistributed)
        {
            reader.AddError("Label", "is allowed only in a Map whose Mode is DISTRIBUTED");
        }
        else if (label is { Length: 0 or > MaxLabelLength })
        {
            reader.AddError("Label", $"must have 1 to {MaxLabelLength} characters, not {label.Length}");
        }

        return label;
    }
}
