namespace Pipeline.Lambda;

/// <summary>An environment variable or file of the function is missing or invalid. The message names it and its bounds.</summary>
public sealed class InvalidSettingException(string message) : Exception(message);
