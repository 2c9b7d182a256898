namespace Pipeline.Lambda;

/// <summary>An environment variable of the function is missing or out of bounds; the message names it and its bounds.</summary>
public sealed class InvalidSettingException(string message) : Exception(message);
