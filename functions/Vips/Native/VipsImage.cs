using Microsoft.Win32.SafeHandles;

namespace Pipeline.Vips.Native;

/// <summary>A reference to a libvips image: a header, metadata by name, and a way to compute its pixels.</summary>
internal sealed unsafe class VipsImage : SafeHandleZeroOrMinusOneIsInvalid
{
    /// <summary>VIPS_FORMAT_UCHAR: 8 bits a band.</summary>
    public const int EightBit = 0;

    /// <summary>VIPS_FORMAT_USHORT: 16 bits a band.</summary>
    public const int SixteenBit = 2;

    /// <summary>VIPS_FORMAT_FLOAT.</summary>
    public const int Single = 6;

    /// <summary>VIPS_FORMAT_DOUBLE.</summary>
    public const int Double = 8;

    /// <summary>VIPS_INTERPRETATION_B_W: 8-bit grey.</summary>
    public const int Grey = 1;

    /// <summary>VIPS_INTERPRETATION_GREY16.</summary>
    public const int Grey16 = 26;

    /// <summary>VIPS_INTERPRETATION_RGB: RGB of no particular space.</summary>
    public const int Rgb = 17;

    /// <summary>VIPS_INTERPRETATION_RGB16: 16-bit sRGB.</summary>
    public const int Rgb16 = 25;

    /// <summary>VIPS_INTERPRETATION_CMYK.</summary>
    public const int Cmyk = 15;

    /// <summary>VIPS_INTERPRETATION_sRGB: 8-bit sRGB.</summary>
    public const int Srgb = 22;

    /// <summary>Metadata name of the embedded ICC profile.</summary>
    public const string Profile = "icc-profile-data";

    /// <summary>Metadata name of the EXIF block.</summary>
    public const string Exif = "exif-data";

    /// <param name="image">A reference; this handle takes ownership of it.</param>
    public VipsImage(nint image)
        : base(ownsHandle: true) => SetHandle(image);

    public int Width => LibVips.ImageGetWidth(this);

    /// <summary>Rows of all loaded pages together.</summary>
    public int Height => LibVips.ImageGetHeight(this);

    public int Bands => LibVips.ImageGetBands(this);

    public bool HasAlpha => LibVips.ImageHasAlpha(this) != 0;

    public bool IsEightBit => LibVips.ImageGetFormat(this) == EightBit;

    public bool IsSixteenBit => LibVips.ImageGetFormat(this) == SixteenBit;

    public int Interpretation => LibVips.ImageGetInterpretation(this);

    /// <summary>Rows of one page; <see cref="Height"/> if there is one page.</summary>
    public int PageHeight => LibVips.ImageGetPageHeight(this);

    /// <summary>EXIF orientation, 1 to 8; 1 if there is none or it is out of range.</summary>
    public int Orientation => LibVips.ImageGetOrientation(this);

    /// <summary>Creates an image over pixels to read from or to write to. The caller keeps them pinned until the image is disposed.</summary>
    /// <exception cref="VipsException">The dimensions are out of libvips' bounds.</exception>
    public static VipsImage FromMemory(void* pixels, int width, int height, int bands)
    {
        var length = (nuint)width * (nuint)height * (nuint)bands;
        var image = new VipsImage(LibVips.ImageNewFromMemory(pixels, length, width, height, bands, EightBit));
        return image.IsInvalid ? throw VipsException.FromErrorBuffer("vips_image_new_from_memory") : image;
    }

    /// <summary>Creates an image with a copy of some numbers.</summary>
    /// <param name="values">Numbers in reading order, interleaved by band.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="format">VIPS_FORMAT of the numbers.</param>
    /// <exception cref="VipsException">Memory ran out.</exception>
    public static VipsImage FromCopy<T>(ReadOnlySpan<T> values, int width, int height, int format)
        where T : unmanaged
    {
        fixed (T* first = values)
        {
            var image = new VipsImage(LibVips.ImageNewFromMemoryCopy(
                first, (nuint)values.Length * (nuint)sizeof(T), width, height, values.Length / (width * height), format));
            return image.IsInvalid ? throw VipsException.FromErrorBuffer("vips_image_new_from_memory_copy") : image;
        }
    }

    /// <summary>Computes all pixels into <paramref name="target"/>, which has this image's dimensions, bands and format.</summary>
    /// <exception cref="VipsException">A pixel cannot be computed. For a loader: the data are damaged or truncated.</exception>
    public void WriteTo(VipsImage target)
    {
        if (LibVips.ImageWrite(this, target) != 0)
        {
            throw VipsException.FromErrorBuffer("vips_image_write");
        }
    }

    public bool Has(string name) => LibVips.ImageGetTypeOf(this, name) != 0;

    public int? GetInt(string name) => Has(name) && LibVips.ImageGetInt(this, name, out var value) == 0 ? value : null;

    /// <summary>Returns a block of bytes, valid while this image exists and does not change; empty if there is none.</summary>
    public ReadOnlySpan<byte> GetBlob(string name) =>
        Has(name) && LibVips.ImageGetBlob(this, name, out var bytes, out var length) == 0
            ? new ReadOnlySpan<byte>(bytes, checked((int)length))
            : [];

    /// <summary>Returns a list of numbers, valid while this image exists and does not change; empty if there is none.</summary>
    public ReadOnlySpan<int> GetInts(string name) =>
        Has(name) && LibVips.ImageGetArrayInt(this, name, out var values, out var count) == 0
            ? new ReadOnlySpan<int>(values, count)
            : [];

    /// <summary>Sets metadata. Call it only on an image that nothing else refers to yet.</summary>
    public void Set(string name, int value) => LibVips.ImageSetInt(this, name, value);

    /// <inheritdoc cref="Set(string, int)"/>
    public void Set(string name, ReadOnlySpan<int> values)
    {
        fixed (int* first = values)
        {
            LibVips.ImageSetArrayInt(this, name, first, values.Length);
        }
    }

    /// <inheritdoc cref="Set(string, int)"/>
    public void SetBlob(string name, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* first = bytes)
        {
            LibVips.ImageSetBlobCopy(this, name, first, (nuint)bytes.Length);
        }
    }

    /// <summary>
    /// Gives this image an EXIF block. libvips keeps a field of the block only if the image also has it as a separate field, and
    /// keeps the field's bytes only if that separate field holds libvips' own text for them. Parsing the block creates these.
    /// </summary>
    /// <exception cref="VipsException">The block is damaged.</exception>
    public void SetExif(ReadOnlySpan<byte> exif)
    {
        SetBlob(Exif, exif);
        if (LibVips.ExifParse(this) != 0)
        {
            throw VipsException.FromErrorBuffer("vips__exif_parse");
        }
    }

    protected override bool ReleaseHandle()
    {
        LibVips.ObjectUnref(handle);
        return true;
    }
}
