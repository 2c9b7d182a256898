namespace Pipeline.Core.Renditions;

/// <summary>A rendition-set file is not valid. The message has one line for each problem, with the file's name.</summary>
public sealed class InvalidRenditionSetException(string fileName, IReadOnlyList<RenditionSetProblem> problems)
    : Exception(string.Join('\n', problems.Select(problem => $"{fileName}: {problem.Path} {problem.Message}")))
{
    public string FileName { get; } = fileName;

    /// <summary>The problems, in the order of the file; at least one.</summary>
    public IReadOnlyList<RenditionSetProblem> Problems { get; } = problems;
}

/// <summary>One problem of a rendition-set file.</summary>
/// <param name="Path">JSON path of the problem: <c>$.renditions[2].width</c>.</param>
/// <param name="Message">What was found and what is allowed, worded to follow the path.</param>
public sealed record RenditionSetProblem(string Path, string Message);
