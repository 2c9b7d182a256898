namespace Pipeline.Cloud.Queries;

/// <summary>Athena did not finish a query.</summary>
internal sealed class AthenaQueryException(string message) : Exception(message);
