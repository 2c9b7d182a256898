namespace Pipeline.Interpreter;

/// <summary>Reads Map: inline ones, in the present form (ItemProcessor, ItemSelector) and the old (Iterator, Parameters).</summary>
internal static class MapReader
{
    private static readonly string[] OfDistributedMaps = ["ItemReader", "ItemBatcher", "ResultWriter", "Label"];

    public static MapState Read(string name, ObjectReader reader, StateReader states)
    {
        reader.OnlyOne("ItemProcessor", "Iterator");
        reader.OnlyOne("ItemSelector", "Parameters");
        foreach (var field in OfDistributedMaps)
        {
            reader.Refuse(field, "belongs to a distributed Map, which is not supported");
        }

        return new MapState
        {
            Name = name,
            Type = "Map",
            Processor = Processor(reader, states),
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

    /// <summary>Only <c>Mode: INLINE</c>, which is the default, is supported.</summary>
    public static void CheckConfig(ObjectReader processor)
    {
        if (processor.Object("ProcessorConfig") is not { } fields)
        {
            return;
        }

        var config = new ObjectReader(fields, processor.At("ProcessorConfig"), processor.Errors);
        if (config.Text("Mode") is { } mode && mode != "INLINE")
        {
            config.Fail("Mode", mode == "DISTRIBUTED" ? "a distributed Map is not supported; use INLINE" : $"must be INLINE, not '{mode}'");
        }

        config.Refuse("ExecutionType", "belongs to a distributed Map, which is not supported");
        config.RefuseUnknown();
    }
}
