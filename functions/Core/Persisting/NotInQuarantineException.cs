namespace Pipeline.Core.Persisting;

/// <summary>An image is to be released that is not in quarantine.</summary>
public sealed class NotInQuarantineException(string message) : Exception(message);
