using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Colours;
using Pipeline.Imaging.Metadata;
using Pipeline.Imaging.Pictures;
using Pipeline.Vips.Formats;
using Pipeline.Vips.Native;

namespace Pipeline.Vips.Writing;

/// <summary>Encodes pixels in place, without a copy, with the saver of the requested format.</summary>
internal static unsafe class Encoder
{
    // VipsForeignKeep: what metadata the savers write.
    private const int KeepNone = 0;
    private const int KeepExif = 1;
    private const int KeepProfile = 8;

    // Two hours: libwebp counts time in 32 bits of milliseconds, which is enough for 256 frames of this length.
    private const int MaxDelay = (1 << 23) - 1;

    /// <exception cref="ArgumentException">The format cannot hold the picture.</exception>
    /// <exception cref="VipsException">The encoder failed.</exception>
    public static byte[] Encode(Picture picture, EncodeOptions options)
    {
        var pixels = picture.Pixels;
        using var pinned = pixels.Memory.Pin();
        using var raw = VipsImage.FromMemory(pinned.Pointer, pixels.Width, pixels.Height, pixels.Channels);
        return Encode(raw, picture, options);
    }

    /// <param name="raw">The picture's pixels, in memory or computed on demand.</param>
    /// <param name="picture">Dimensions, frames and delays of the pixels.</param>
    /// <param name="options">Format and settings.</param>
    /// <inheritdoc cref="Encode(Picture, EncodeOptions)" path="/exception"/>
    public static byte[] Encode(VipsImage raw, Picture picture, EncodeOptions options)
    {
        EncodeLimits.Check(picture, options);
        using var image = AttachMetadata(raw, picture, options);
        using var save = new VipsOperation(CodecFormats.Savers[options.Format]);
        var keep = (string.IsNullOrWhiteSpace(options.Copyright) ? KeepNone : KeepExif) | (picture.Colours == Gamut.Srgb ? KeepNone : KeepProfile);
        save.Set("in", image).Set("keep", keep);
        SaverSettings.Apply(save, options);
        return save.Build().GetBytes();
    }

    /// <summary>Adds what bare pixels lack: colour space, frames, copyright, and a profile if they are not sRGB.</summary>
    private static VipsImage AttachMetadata(VipsImage raw, Picture picture, EncodeOptions options)
    {
        using var copy = new VipsOperation("copy");
        var image = copy.Set("in", raw).Set("interpretation", VipsImage.Srgb).Build().GetImage();
        if (picture.Frames > 1)
        {
            image.Set("page-height", picture.FrameHeight);
            image.Set("delay", [.. picture.DelaysMilliseconds.Select(delay => Math.Min(delay, MaxDelay))]);
            image.Set("loop", picture.LoopCount);
        }

        if (picture.Colours == Gamut.P3)
        {
            image.SetBlob(VipsImage.Profile, DisplayP3Profile.Profile);
        }

        if (options.Copyright is { } copyright && !string.IsNullOrWhiteSpace(copyright))
        {
            image.SetExif(ExifCopyright.Write(copyright));
        }

        return image;
    }
}
