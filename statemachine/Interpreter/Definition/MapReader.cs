using System.Text.Json.Nodes;

namespace Pipeline.Interpreter;

/// <summary>Reads Map, in the present form (ItemProcessor, ItemSelector) and the old (Iterator, Parameters).</summary>
internal static class MapReader
{
    private const string Distributed = "DISTRIBUTED";
    private const int LongestLabel = 40;
    private static readonly string[] NeedingS3 = ["ItemReader", "ItemBatcher", "ResultWriter"];

    public static MapState Read(string name, ObjectReader reader, StateReader states)
    {
        reader.OnlyOne("ItemProcessor", "Iterator");
        reader.OnlyOne("ItemSelector", "Parameters");
        foreach (var field in NeedingS3)
        {
            reader.Refuse(field, "is not supported: a Map runs over items in its input, one by one, and gives its results as output");
        }

        var isDistributed = IsDistributed(reader);

        return new MapState
        {
            Name = name,
            Type = "Map",
            Processor = Processor(reader, states),
            IsDistributed = isDistributed,
            Label = Label(reader, isDistributed),
            ItemsPath = reader.PathField("ItemsPath", referenceOnly: false) ?? DataPath.Parse("$"),
            ItemSelector = StateReader.Payload(reader, "ItemSelector") is { } selector
                ? selector : StateReader.Payload(reader, "Parameters"),
            MaxConcurrency = reader.Setting("MaxConcurrency", 0, int.MaxValue),
            ToleratedFailureCount = reader.Setting("ToleratedFailureCount", 0, int.MaxValue),
            ToleratedFailurePercentage = reader.Setting("ToleratedFailurePercentage", 0, 100, whole: false),
            InputPath = StateReader.Filter(reader, "InputPath"),
            OutputPath = StateReader.Filter(reader, "OutputPath"),
            ResultSelector = StateReader.Payload(reader, "ResultSelector"),
            ResultPath = StateReader.Placement(reader),
            Retry = ErrorHandlers.ReadRetry(reader),
            Catch = ErrorHandlers.ReadCatch(reader),
            Assign = StateReader.Assignments(reader),
            Next = StateReader.Transition(reader),
        };
    }

    private static StateScope Processor(ObjectReader reader, StateReader states)
    {
        var field = reader.Has("Iterator") ? "Iterator" : "ItemProcessor";
        var scope = reader.Object(field, required: true) is { } processor
            ? ScopeReader.Read(processor, reader.At(field), states, ["ProcessorConfig"])
            : null;
        if (reader.Has(field))
        {
            // Both fields are known, even where the second is refused.
            _ = reader.Take("Iterator", out _);
            _ = reader.Take("ItemProcessor", out _);
        }

        return scope ?? new StateScope("", new Dictionary<string, State>());
    }

    /// <summary><c>Mode</c> INLINE, which is the default, or DISTRIBUTED; that has an <c>ExecutionType</c>, too.</summary>
    public static void CheckConfig(ObjectReader processor)
    {
        if (processor.Object("ProcessorConfig") is not { } fields)
        {
            return;
        }

        var config = new ObjectReader(fields, processor.At("ProcessorConfig"), processor.Errors);
        var mode = config.Text("Mode") ?? "INLINE";
        if (mode is not ("INLINE" or Distributed))
        {
            config.Fail("Mode", $"must be INLINE or DISTRIBUTED, not '{mode}'");
        }

        if (mode == "INLINE")
        {
            config.Refuse("ExecutionType", "belongs to a Map whose Mode is DISTRIBUTED");
        }
        else if (config.Text("ExecutionType") is { } type && type is not ("STANDARD" or "EXPRESS"))
        {
            config.Fail("ExecutionType", $"must be STANDARD or EXPRESS, not '{type}'");
        }

        config.RefuseUnknown();
    }

    // The processor's config is checked where the processor is read.
    private static bool IsDistributed(ObjectReader reader)
    {
        var field = reader.Has("Iterator") ? "Iterator" : "ItemProcessor";
        return reader.Peek(field) is JsonObject processor
            && processor["ProcessorConfig"] is JsonObject config
            && config["Mode"] is JsonValue mode && mode.TryGetValue<string>(out var text) && text == Distributed;
    }

    private static string? Label(ObjectReader reader, bool isDistributed)
    {
        var label = reader.Text("Label");
        if (reader.Has("Label") && !isDistributed)
        {
            reader.Fail("Label", "belongs to a Map whose Mode is DISTRIBUTED");
        }
        else if (label is { Length: 0 or > LongestLabel })
        {
            reader.Fail("Label", $"must have 1 to {LongestLabel} characters, not {label.Length}");
        }

        return label;
    }
}
