namespace Pipeline.Interpreter.History;

/// <summary>What a Task's event says of an attempt.</summary>
internal static class AttemptStep
{
    private static readonly string[] Callees = ["Task", "LambdaFunction", "Activity"];

    private static readonly string[] Steps =
        ["Scheduled", "Started", "Submitted", "Succeeded", "Failed", "TimedOut", "ScheduleFailed", "StartFailed", "SubmitFailed"];

    /// <summary><c>Started</c> for <c>LambdaFunctionStarted</c>; null for an event that is not about an attempt.</summary>
    public static string? Of(string type)
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
