namespace Pipeline.Query;

/// <summary>A statement does not only read.</summary>
internal sealed class NotQueryException() : Exception("Only one SELECT at a time: the tables come from the catalogue and cannot be changed.");
