namespace Pipeline.Core.Renditions;

/// <summary>A rendition-set file is not valid. The message names the file and everything that is wrong with it, a line each.</summary>
public sealed class InvalidRenditionSetException(string fileName, IReadOnlyList<RenditionSetProblem> problems)
    : Exception(string.Join('\n', problems.Select(problem => $"{fileName}: {problem.Path} {problem.Message}")))
{
    public string FileName { get; } = fileName;

    /// <summary>What is wrong, in the order of the file; at least one.</summary>
    public IReadOnlyList<RenditionSetProblem> Problems { get; } = problems;
}

/// <param name="Path">JSON path of what is wrong: <c>$.renditions[2].width</c>.</param>
/// <param name="Message">What was found and what is allowed, as words that follow the path.</param>
public sealed record RenditionSetProblem(string Path, string Message);
