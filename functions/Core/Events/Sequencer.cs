namespace Pipeline.Core.Events;

/// <summary>
/// Orders the events of one key. Sequencers are hexadecimal numbers of different lengths: pad the shorter one with
/// zeros on the left, then compare them as text. Source: Amazon S3 User Guide, "Event message structure".
/// </summary>
public static class Sequencer
{
    /// <summary>Negative: <paramref name="left"/> is older; 0: the same; positive: newer. A missing sequencer is older than any other.</summary>
    public static int Compare(string? left, string? right)
    {
        if (left is null || right is null)
        {
            return (left is null ? 0 : 1) - (right is null ? 0 : 1);
        }

        var length = Math.Max(left.Length, right.Length);
        return string.Compare(left.PadLeft(length, '0'), right.PadLeft(length, '0'), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The newer of the two; null only if both are.</summary>
    public static string? Newer(string? left, string? right) => Compare(left, right) >= 0 ? left : right;
}
