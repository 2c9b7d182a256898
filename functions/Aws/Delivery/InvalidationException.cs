namespace Pipeline.Aws.Delivery;

/// <summary>The CDN did not take an invalidation. Its edges deliver what they have until it expires.</summary>
public sealed class InvalidationException(string distribution, IReadOnlyList<string> paths, string problem, Exception? innerException = null)
    : Exception($"The distribution {distribution} did not accept the invalidation of {string.Join(" and ", paths)}: {problem}", innerException)
{
    public string Distribution { get; } = distribution;

    public IReadOnlyList<string> Paths { get; } = paths;
}
