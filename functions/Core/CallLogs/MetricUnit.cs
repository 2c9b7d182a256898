namespace Pipeline.Core.CallLogs;

/// <summary>Units of metrics, with CloudWatch's names.</summary>
public enum MetricUnit
{
    Count,
    Bytes,
    Milliseconds,

    /// <summary>Of what has no unit in CloudWatch, such as US dollars.</summary>
    None,
}
