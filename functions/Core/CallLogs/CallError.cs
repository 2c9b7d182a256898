namespace Pipeline.Core.CallLogs;

/// <summary>Why a call failed.</summary>
/// <param name="Type">Class name of the exception, which the definition matches.</param>
/// <param name="Message">Its message.</param>
/// <param name="StackTrace">Where it was thrown, with the exceptions that caused it; null if that is not known.</param>
public sealed record CallError(string Type, string Message, string? StackTrace)
{
    public static CallError From(Exception exception) => new(exception.GetType().Name, exception.Message, exception.ToString());
}
