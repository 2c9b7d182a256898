using Pipeline.Host.Engine;

namespace Pipeline.Host.Console.Contracts;

/// <summary>An upload or deletion that is on disk, with its execution recorded.</summary>
/// <param name="ImageId"><c>bucket/key</c>.</param>
/// <param name="Key">Key of the original.</param>
/// <param name="Execution">Name of the execution that it starts; null if no rule matches the event.</param>
internal sealed record SubmissionResponse(string ImageId, string Key, string? Execution)
{
    public static SubmissionResponse From(Submission submission, string key) => new(submission.ImageId, key, submission.Execution);
}
