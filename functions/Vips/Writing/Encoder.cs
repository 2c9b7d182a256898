using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Metadata;
using Pipeline.Imaging.Pictures;
using Pipeline.Vips.Formats;
using Pipeline.Vips.Native;

namespace Pipeline.Vips.Writing;

/// <summary>Writes pixels from where they lie, without a copy, by the saver of the wanted format.</summary>
internal static unsafe class Encoder
{
    // VipsForeignKeep: what metadata the savers write.
    private const int KeepNone = 0;
    private const int KeepExif = 1;

    /// <exception cref="ArgumentException">The format cannot hold the picture.</exception>
    /// <exception cref="VipsException">The encoder failed.</exception>
    public static byte[] Encode(Picture picture, EncodeOptions options)
    {
        var pixels = picture.Pixels;
        using var pinned = pixels.Memory.Pin();
        using var raw = VipsImage.FromMemory(pinned.Pointer, pixels.Width, pixels.Height, pixels.Channels);
        return Encode(raw, picture, options);
    }

    /// <param name="raw">The picture's pixels, there or still to be computed.</param>
    /// <param name="picture">What they are.</param>
    /// <param name="options">How to write.</param>
    /// <inheritdoc cref="Encode(Picture, EncodeOptions)" path="/exception"/>
    public static byte[] Encode(VipsImage raw, Picture picture, EncodeOptions options)
    {
        EncodeLimits.Check(picture, options);
        using var image = AttachMetadata(raw, picture, options);
        using var save = new VipsOperation(CodecFormats.Savers[options.Format]);
        save.Set("in", image).Set("keep", string.IsNullOrWhiteSpace(options.Copyright) ? KeepNone : KeepExif);
        SaverSettings.Apply(save, options);
        return save.Build().GetBytes();
    }

    /// <summary>An image that says of itself what bare pixels do not: colour space, frames, copyright.</summary>
    private static VipsImage AttachMetadata(VipsImage raw, Picture picture, EncodeOptions options)
    {
        using var copy = new VipsOperation("copy");
        var image = copy.Set("in", raw).Set("interpretation", VipsImage.Srgb).Build().GetImage();
        if (picture.Frames > 1)
        {
            image.Set("page-height", picture.FrameHeight);
            image.Set("delay", picture.DelaysMilliseconds.ToArray());
            image.Set("loop", picture.LoopCount);
        }

        if (options.Copyright is { } copyright && !string.IsNullOrWhiteSpace(copyright))
        {
            image.SetExif(ExifCopyright.Write(copyright));
        }

        return image;
    }
}
