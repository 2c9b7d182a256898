namespace Pipeline.Interpreter;

/// <summary>Reads Task and Parallel.</summary>
internal static class WorkStates
{
    private const int LongestTimeout = 99_999_999;

    public static TaskState ReadTask(string name, ObjectReader reader, StateReader states)
    {
        var resource = reader.Text("Resource", required: true) ?? "";
        if (reader.Has("Resource") && string.IsNullOrWhiteSpace(resource))
        {
            reader.Fail("Resource", "must name what the task calls");
        }

        var timeout = reader.Setting("TimeoutSeconds", 1, LongestTimeout);
        var heartbeat = reader.Setting("HeartbeatSeconds", 1, LongestTimeout);
        if (heartbeat?.Value >= timeout?.Value)
        {
            reader.Fail("HeartbeatSeconds", $"must be less than TimeoutSeconds, which is {timeout.Value}");
        }

        return new TaskState
        {
            Name = name,
            Type = "Task",
            Resource = new TaskResource(resource),
            Timeout = timeout,
            Heartbeat = heartbeat,
            Credentials = Credentials(reader),
            InputPath = StateReader.Filter(reader, "InputPath"),
            OutputPath = StateReader.Filter(reader, "OutputPath"),
            Parameters = StateReader.Payload(reader, "Parameters"),
            ResultSelector = StateReader.Payload(reader, "ResultSelector"),
            ResultPath = StateReader.Placement(reader),
            Retry = ErrorHandlers.ReadRetry(reader),
            Catch = ErrorHandlers.ReadCatch(reader),
            Assign = StateReader.Assignments(reader),
            Next = StateReader.Transition(reader),
        };
    }

    public static ParallelState ReadParallel(string name, ObjectReader reader, StateReader states)
    {
        var branches = reader.Array("Branches", required: true);
        if (branches is { Count: 0 })
        {
            reader.Fail("Branches", "must have at least one branch");
        }

        return new ParallelState
        {
            Name = name,
            Type = "Parallel",
            Branches = [.. (branches ?? [])
                .Select((branch, index) => ScopeReader.Read(branch, $"{reader.At("Branches")}[{index}]", states, []))
                .OfType<StateScope>()],
            InputPath = StateReader.Filter(reader, "InputPath"),
            OutputPath = StateReader.Filter(reader, "OutputPath"),
            Parameters = StateReader.Payload(reader, "Parameters"),
            ResultSelector = StateReader.Payload(reader, "ResultSelector"),
            ResultPath = StateReader.Placement(reader),
            Retry = ErrorHandlers.ReadRetry(reader),
            Catch = ErrorHandlers.ReadCatch(reader),
            Assign = StateReader.Assignments(reader),
            Next = StateReader.Transition(reader),
        };
    }

    // The role that a task runs as: AWS takes it on, the history tells of it, here nothing depends on it.
    private static Template? Credentials(ObjectReader reader)
    {
        var template = StateReader.Payload(reader, "Credentials");
        if (template is not (null or ObjectTemplate { Fields: [{ Key: "RoleArn" }] }))
        {
            reader.Fail("Credentials", "must be an object with RoleArn or RoleArn.$ alone");
        }

        return template;
    }
}
