namespace Pipeline.Lambda;

/// <summary>Units of CloudWatch metrics, by their names there.</summary>
public enum MetricUnit
{
    Count,
    Bytes,
    Milliseconds,
}
