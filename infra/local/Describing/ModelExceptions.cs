namespace Pipeline.Local.Describing;

/// <summary>The service of a model cannot be reached, or fails. The state machine tries again.</summary>
internal sealed class ModelUnavailableException(string message, Exception? innerException = null) : Exception(message, innerException);

/// <summary>A model took too long. The state machine tries again.</summary>
internal sealed class ModelTimeoutException(string message, Exception? innerException = null) : Exception(message, innerException);
