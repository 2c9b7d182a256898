namespace Pipeline.Host.Store.Records;

/// <summary>A completed visit of a state.</summary>
/// <param name="State">Name of the state.</param>
/// <param name="Duration">Time from entering the state to leaving it, or to its failure if it was never left.</param>
/// <param name="Retries">Number of attempts after the first.</param>
/// <param name="Failed">Whether it failed, even if the error was caught.</param>
public sealed record StateVisit(string State, TimeSpan Duration, int Retries, bool Failed);
