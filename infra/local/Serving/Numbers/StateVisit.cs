namespace Pipeline.Local.Serving.Numbers;

/// <summary>A visit of a state that is over.</summary>
/// <param name="State">Name of the state.</param>
/// <param name="Duration">From entering it to leaving it, or to its last event where it failed.</param>
/// <param name="Retries">Attempts after the first.</param>
/// <param name="Failed">Whether it did not succeed, caught or not.</param>
internal sealed record StateVisit(string State, TimeSpan Duration, int Retries, bool Failed);
