using System.Collections.Concurrent;
using Pipeline.Core.Renditions;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Pictures;

namespace Pipeline.Core.Resizing;

/// <summary>The pictures of watermarks. Each is decoded once and kept as long as the process runs.</summary>
/// <param name="codec">Reads PNGs.</param>
/// <param name="read">Returns the PNG with a SHA-256; empty if there is none.</param>
public sealed class WatermarkImages(IImageCodec codec, Func<string, ReadOnlyMemory<byte>> read)
{
    private readonly ConcurrentDictionary<string, Lazy<PixelBuffer>> _decoded = new();

    /// <summary>Decodes all watermarks of the rendition sets, so that one that cannot be decoded stops the start.</summary>
    /// <exception cref="InvalidWatermarkException">A PNG cannot be decoded.</exception>
    public static WatermarkImages Decode(IImageCodec codec, IReadOnlyList<WatermarkFile> files)
    {
        var images = new WatermarkImages(codec, sha256 => files.FirstOrDefault(file => file.Sha256 == sha256)?.Content ?? default);
        foreach (var file in files)
        {
            try
            {
                images.Get(file.Sha256);
            }
            catch (InvalidWatermarkException exception)
            {
                throw new InvalidWatermarkException($"{file.Path}: {exception.Message}", exception);
            }
        }

        return images;
    }

    /// <param name="sha256">SHA-256 of the PNG.</param>
    /// <returns>The picture; the caller must not dispose it.</returns>
    /// <exception cref="WatermarkMissingException">There is no such PNG.</exception>
    /// <exception cref="InvalidWatermarkException">The PNG cannot be decoded.</exception>
    public PixelBuffer Get(string sha256) => _decoded.GetOrAdd(sha256, key => new(() => Decode(key))).Value;

    private PixelBuffer Decode(string sha256)
    {
        var content = read(sha256);
        if (content.IsEmpty)
        {
            throw new WatermarkMissingException(
                $"The watermark with the SHA-256 {sha256} does not exist. The rendition set has changed since the execution began; upload the image again.");
        }

        try
        {
            return codec.Decode(content, ImageFormat.Png, DecodeOptions.FullSize).Pixels;
        }
        catch (Exception exception) when (exception is CorruptImageException or UnsupportedImageException)
        {
            // Either would blame the original.
            throw new InvalidWatermarkException($"The watermark cannot be decoded: {exception.Message}", exception);
        }
    }
}
