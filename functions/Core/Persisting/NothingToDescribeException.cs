namespace Pipeline.Core.Persisting;

/// <summary>A text is given to an image that has nothing to show.</summary>
public sealed class NothingToDescribeException(string message) : Exception(message);
