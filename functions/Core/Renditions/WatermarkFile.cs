namespace Pipeline.Core.Renditions;

/// <summary>The PNG of a watermark.</summary>
/// <param name="Sha256">SHA-256 of the content, 64 lower-case hexadecimal digits.</param>
/// <param name="Path">Path of the file that it was read from.</param>
/// <param name="Content">The whole file.</param>
public sealed record WatermarkFile(string Sha256, string Path, ReadOnlyMemory<byte> Content);
