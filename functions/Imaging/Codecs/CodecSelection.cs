namespace Pipeline.Imaging.Codecs;

/// <summary>Which image libraries a program carries: the setting <c>codecs</c> of a stack, the property <c>Codecs</c> of a build.</summary>
public enum CodecSelection
{
    /// <summary>libvips, and ImageMagick for what libvips does not read faithfully.</summary>
    Both,

    /// <summary>libvips alone. Uploads that it does not read faithfully are rejected, HEIC and BMP among them.</summary>
    Vips,

    /// <summary>ImageMagick alone.</summary>
    Magick,
}
