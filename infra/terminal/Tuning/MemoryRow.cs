namespace Pipeline.Terminal.Tuning;

/// <summary>What was measured, or computed, of one photo with one memory size.</summary>
/// <param name="Photo">Name of the photo.</param>
/// <param name="Memory">Memory of the function in MB.</param>
/// <param name="Times">The calls; null if they did not all end well.</param>
/// <param name="Problem">Why they did not: <c>out of memory</c> or <c>timed out</c>; null if they did.</param>
/// <param name="Init">The time that the start of the first environment took; null if it is not known.</param>
/// <param name="MaxMemoryUsed">The most memory that any call used, in MB; null if it is not known.</param>
/// <param name="DollarsPerMillion">Price of a million calls; zero with a problem.</param>
public sealed record MemoryRow(
    string Photo, int Memory, TrimmedTimes? Times, string? Problem, TimeSpan? Init, int? MaxMemoryUsed, decimal DollarsPerMillion);
