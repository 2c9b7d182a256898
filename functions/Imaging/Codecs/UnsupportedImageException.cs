namespace Pipeline.Imaging.Codecs;

/// <summary>
/// The image is of a format that the codec reads, but has a feature that it cannot read faithfully. The codec refuses it instead of
/// giving a wrong picture. Thrown when the header is inspected, so that the upload is rejected before anything is made from it.
/// </summary>
public sealed class UnsupportedImageException(string message) : Exception(message);
