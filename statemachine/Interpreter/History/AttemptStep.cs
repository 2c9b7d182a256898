namespace Pipeline.Interpreter.History;

/// <summary>The step of an attempt that an event of a Task reports.</summary>
internal static class AttemptStep
{
    private static readonly string[] Callees = ["Task", "LambdaFunction", "Activity"];

    private static readonly string[] Steps =
        ["Scheduled", "Started", "Submitted", "Succeeded", "Failed", "TimedOut", "ScheduleFailed", "StartFailed", "SubmitFailed"];

    /// <summary><c>Started</c> for <c>LambdaFunctionStarted</c>; null for an event that does not report a step.</summary>
    public static string? FromEventType(string type)
    {
        foreach (var callee in Callees)
        {
            if (type.StartsWith(callee, StringComparison.Ordinal))
            {
                var step = type.AsSpan(callee.Length);
                foreach (var known in Steps)
                {
                    if (step.SequenceEqual(known))
                    {
                        return known;
                    }
                }
            }
        }

        return null;
    }
}
