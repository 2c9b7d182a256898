namespace Pipeline.Cloud.Tuning;

/// <summary>Nothing can be measured: the function fails, or Lambda does not make it ready. The message says why.</summary>
internal sealed class TuningException(string message) : Exception(message);
