using Pipeline.Host.Console.Queries;

namespace Pipeline.Host.Console.Contracts;

/// <summary>The saved queries, and what is known of their results.</summary>
/// <param name="Queries">The queries, with the lines that run them in a terminal.</param>
/// <param name="Obstacle">Why they cannot run, and what to do about it; null if they can.</param>
/// <param name="Latest">The last results; null before the first run.</param>
internal sealed record SavedQueriesResponse(IReadOnlyList<ConsoleQuery> Queries, string? Obstacle, LatestResultsResponse? Latest);

/// <param name="RanAt">When the queries ran.</param>
/// <param name="IsCurrent">False once the catalogue has changed.</param>
/// <param name="Results">The results, in the order of the queries.</param>
internal sealed record LatestResultsResponse(DateTimeOffset RanAt, bool IsCurrent, IReadOnlyList<QueryResult> Results);
