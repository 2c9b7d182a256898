namespace Pipeline.Core.Catalogue;

/// <summary>The execution took longer than its claim on the rendition prefix lasts: what it wrote may be gone. Start it again.</summary>
public sealed class ClaimLostException(string message) : Exception(message);
