namespace Pipeline.Core.Catalogue;

/// <summary>The execution outlived its claim on the rendition prefix, so what it wrote may be gone. Start it again.</summary>
public sealed class ClaimLostException(string message) : Exception(message);
