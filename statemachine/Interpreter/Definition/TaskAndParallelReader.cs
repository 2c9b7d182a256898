using Pipeline.Interpreter.Templates;

namespace Pipeline.Interpreter.Definition;

/// <summary>Reads Task and Parallel.</summary>
internal static class TaskAndParallelReader
{
    private const int MaxTimeoutSeconds = 99_999_999;

    public static TaskState ReadTask(string name, ObjectReader reader, StateReader stateReader)
    {
        var resource = reader.ReadString("Resource", required: true) ?? "";
        if (reader.Has("Resource") && string.IsNullOrWhiteSpace(resource))
        {
            reader.AddError("Resource", "must not be empty; name what the task calls");
        }
        else if (ServiceIntegrations.FindProblem(new(resource), stateReader.Type) is { } problem)
        {
            reader.AddError("Resource", problem);
        }

        var timeout = reader.ReadNumberOrPath("TimeoutSeconds", 1, MaxTimeoutSeconds);
        var heartbeat = reader.ReadNumberOrPath("HeartbeatSeconds", 1, MaxTimeoutSeconds);
        if (heartbeat?.Value >= timeout?.Value)
        {
            reader.AddError("HeartbeatSeconds", $"must be less than TimeoutSeconds, which is {timeout.Value}");
        }

        return new TaskState
        {
            Name = name,
            Type = "Task",
            Resource = new TaskResource(resource),
            Timeout = timeout,
            Heartbeat = heartbeat,
            Credentials = ReadCredentials(reader),
            InputPath = StateReader.ReadPathFilter(reader, "InputPath"),
            OutputPath = StateReader.ReadPathFilter(reader, "OutputPath"),
            Parameters = StateReader.ReadPayloadTemplate(reader, "Parameters"),
            ResultSelector = StateReader.ReadPayloadTemplate(reader, "ResultSelector"),
            ResultPath = StateReader.ReadResultPath(reader),
            Retry = ErrorHandlerReader.ReadRetry(reader),
            Catch = ErrorHandlerReader.ReadCatch(reader),
            Assign = StateReader.ReadAssign(reader),
            Next = StateReader.ReadNext(reader),
        };
    }

    public static ParallelState ReadParallel(string name, ObjectReader reader, StateReader stateReader)
    {
        var branches = reader.ReadArray("Branches", required: true);
        if (branches is { Count: 0 })
        {
            reader.AddError("Branches", "must have at least one branch");
        }

        return new ParallelState
        {
            Name = name,
            Type = "Parallel",
            Branches = [.. (branches ?? [])
                .Select((branch, index) => ScopeReader.Read(branch, $"{reader.GetPath("Branches")}[{index}]", stateReader, []))
                .OfType<StateScope>()],
            InputPath = StateReader.ReadPathFilter(reader, "InputPath"),
            OutputPath = StateReader.ReadPathFilter(reader, "OutputPath"),
            Parameters = StateReader.ReadPayloadTemplate(reader, "Parameters"),
            ResultSelector = StateReader.ReadPayloadTemplate(reader, "ResultSelector"),
            ResultPath = StateReader.ReadResultPath(reader),
            Retry = ErrorHandlerReader.ReadRetry(reader),
            Catch = ErrorHandlerReader.ReadCatch(reader),
            Assign = StateReader.ReadAssign(reader),
            Next = StateReader.ReadNext(reader),
        };
    }

    // The role that a task runs as. AWS assumes it; here it only appears in the history.
    private static PayloadTemplate? ReadCredentials(ObjectReader reader)
    {
        var template = StateReader.ReadPayloadTemplate(reader, "Credentials");
        if (template is not (null or ObjectTemplate { Fields: [{ Key: "RoleArn" }] }))
        {
            reader.AddError("Credentials", "must be an object with only RoleArn or RoleArn.$");
        }

        return template;
    }
}
