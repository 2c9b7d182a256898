namespace Pipeline.Core.Executions;

/// <summary>Status of an execution. The database stores the names that AWS uses (<c>TIMED_OUT</c>…).</summary>
public enum RecordedStatus
{
    Running,
    Succeeded,
    Failed,
    TimedOut,
    Aborted,
}

/// <summary>The texts of <see cref="RecordedStatus"/>, as AWS writes them.</summary>
public static class RecordedStatuses
{
    public static string ToText(this RecordedStatus status) => status switch
    {
        RecordedStatus.Running => "RUNNING",
        RecordedStatus.Succeeded => "SUCCEEDED",
        RecordedStatus.Failed => "FAILED",
        RecordedStatus.TimedOut => "TIMED_OUT",
        RecordedStatus.Aborted => "ABORTED",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    /// <exception cref="ArgumentOutOfRangeException">The text is not a status.</exception>
    public static RecordedStatus Parse(string text) => text switch
    {
        "RUNNING" => RecordedStatus.Running,
        "SUCCEEDED" => RecordedStatus.Succeeded,
        "FAILED" => RecordedStatus.Failed,
        "TIMED_OUT" => RecordedStatus.TimedOut,
        "ABORTED" => RecordedStatus.Aborted,
        _ => throw new ArgumentOutOfRangeException(nameof(text), text, null),
    };
}
