namespace Pipeline.EventPatterns;

/// <summary>EventBridge would refuse an event pattern. The exception lists everything that is wrong with it.</summary>
public sealed class InvalidEventPatternException(IReadOnlyList<EventPatternError> errors)
    : Exception("The event pattern is not valid: " + string.Join(' ', errors.Select(error => $"{error.Path} {error.Message}")))
{
    /// <summary>The problems in the order of the pattern's text; at least one.</summary>
    public IReadOnlyList<EventPatternError> Errors { get; } = errors;
}

/// <summary>A problem in an event pattern.</summary>
/// <param name="Path">JSON path of the wrong value: <c>$.detail.object.key[0].suffix</c>.</param>
/// <param name="Message">What is wrong and what is allowed, as a sentence that follows the path.</param>
public sealed record EventPatternError(string Path, string Message);
