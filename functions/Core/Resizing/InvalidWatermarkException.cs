namespace Pipeline.Core.Resizing;

/// <summary>The PNG of a watermark cannot be decoded. The image is not at fault.</summary>
public sealed class InvalidWatermarkException(string message, Exception? innerException = null) : Exception(message, innerException);
