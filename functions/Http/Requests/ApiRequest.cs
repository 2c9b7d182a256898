namespace Pipeline.Http.Requests;

/// <summary>A request, as both hosts give it to a route.</summary>
/// <param name="Path">What the path has after the route's fixed part, decoded once; null if the route has no such part.</param>
/// <param name="Query">Parameters of the query, decoded. If a parameter is repeated, its last value.</param>
/// <param name="IfNoneMatch">Value of the header <c>If-None-Match</c>; null without.</param>
/// <param name="Body">The body as text; null without.</param>
/// <param name="BaseAddress">Scheme and host under which the client reaches this host, without a slash at its end; null if nothing else is served there.</param>
/// <param name="Subject">Who asks: the claim <c>sub</c> of a verified token; null if the host has not verified one.</param>
public sealed record ApiRequest(
    string? Path,
    IReadOnlyDictionary<string, string> Query,
    string? IfNoneMatch = null,
    string? Body = null,
    string? BaseAddress = null,
    string? Subject = null)
{
    /// <summary>Completes an address that is only a path with the host that the client reaches.</summary>
    public string Complete(string address) => address.StartsWith('/') ? BaseAddress + address : address;

    /// <summary>The value of a parameter; null if it is missing or empty.</summary>
    public string? Find(string name) => Query.TryGetValue(name, out var value) && value.Length > 0 ? value : null;
}
