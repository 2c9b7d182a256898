namespace Pipeline.Host.Console.Contracts;

/// <param name="Keys">Keys to look for, at most 10,000.</param>
internal sealed record ExistingOriginalsRequest(IReadOnlyList<string>? Keys);

/// <param name="Keys">Those of the keys that have an original.</param>
internal sealed record ExistingOriginalsResponse(IReadOnlyList<string> Keys);
