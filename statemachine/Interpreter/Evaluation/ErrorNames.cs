namespace Pipeline.Interpreter.Evaluation;

/// <summary>The predefined error names of the States Language (Appendix A) and those that AWS adds.</summary>
internal static class ErrorNames
{
    public const string All = "States.ALL";
    public const string Timeout = "States.Timeout";
    public const string HeartbeatTimeout = "States.HeartbeatTimeout";
    public const string TaskFailed = "States.TaskFailed";
    public const string ResultPathMatchFailure = "States.ResultPathMatchFailure";
    public const string ParameterPathFailure = "States.ParameterPathFailure";
    public const string IntrinsicFailure = "States.IntrinsicFailure";
    public const string ExceedToleratedFailureThreshold = "States.ExceedToleratedFailureThreshold";
    public const string ItemReaderFailed = "States.ItemReaderFailed";
    public const string ResultWriterFailed = "States.ResultWriterFailed";
    public const string DataLimitExceeded = "States.DataLimitExceeded";
    public const string Runtime = "States.Runtime";

    /// <summary>
    /// Whether a name in <c>ErrorEquals</c> matches an error. <c>States.Runtime</c> always ends an execution, so no name
    /// matches it. <c>States.TaskFailed</c> matches all errors except timeouts and <c>States.DataLimitExceeded</c>. <c>States.Timeout</c> also matches a missed heartbeat.
    /// </summary>
    public static bool Matches(string pattern, string? error) => error switch
    {
        Runtime => false,
        DataLimitExceeded => pattern is DataLimitExceeded or All,
        HeartbeatTimeout => pattern is HeartbeatTimeout or Timeout or All,
        Timeout => pattern is Timeout or All,
        _ => pattern == error || pattern is All or TaskFailed,
    };
}
