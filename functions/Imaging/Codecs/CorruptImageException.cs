namespace Pipeline.Imaging.Codecs;

/// <summary>
/// The image's data cannot be decoded and never will be: a permanent fault. The state machine matches this class's name
/// (<c>ErrorEquals</c>), does not retry, and records a rejection.
/// </summary>
public sealed class CorruptImageException(string message, Exception? innerException = null) : Exception(message, innerException);
