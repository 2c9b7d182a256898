namespace Pipeline.Core.Events;

/// <summary>
/// Order of the events of one key. Sequencers are hexadecimal numbers of differing lengths: the shorter is padded
/// with zeros on the left, then they compare as text. Source: Amazon S3 User Guide, "Event message structure".
/// </summary>
public static class Sequencer
{
    /// <summary>Negative: <paramref name="left"/> is older; 0: the same; positive: newer. No sequencer is older than any.</summary>
    public static int Compare(string? left, string? right)
    {
        if (left is null || right is null)
        {
            return (left is null ? 0 : 1) - (right is null ? 0 : 1);
        }

        var length = Math.Max(left.Length, right.Length);
        return string.Compare(left.PadLeft(length, '0'), right.PadLeft(length, '0'), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The newer of the two; null only when both are.</summary>
    public static string? Newer(string? left, string? right) => Compare(left, right) >= 0 ? left : right;
}
