namespace Pipeline.Interpreter;

/// <summary>Reads Task and Parallel.</summary>
internal static class WorkStates
{
    private const int LongestTimeout = 99_999_999;

    public static TaskState ReadTask(string name, ObjectReader reader, StateReader states)
    {
        var resource = reader.Text("Resource", required: true) ?? "";
        CheckResource(resource, reader);
        reader.Refuse("Credentials", "is not supported: a task runs as the role of the state machine");
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

    private static void CheckResource(string resource, ObjectReader reader)
    {
        if (reader.Has("Resource") && string.IsNullOrWhiteSpace(resource))
        {
            reader.Fail("Resource", "must name what the task calls");
        }
        else if (resource.EndsWith(".waitForTaskToken", StringComparison.Ordinal))
        {
            reader.Fail("Resource", "waiting for a task token is not supported");
        }
        else if (resource.EndsWith(".sync", StringComparison.Ordinal) || resource.EndsWith(".sync:2", StringComparison.Ordinal))
        {
            reader.Fail("Resource", "waiting for a job (.sync) is not supported");
        }
        else if (resource.StartsWith("arn:", StringComparison.Ordinal) && resource.Contains(":activity:", StringComparison.Ordinal))
        {
            reader.Fail("Resource", "activities are not supported");
        }
    }
}
