using System.Runtime.InteropServices;

namespace Pipeline.Vips.Native;

/// <summary>
/// GObject's typed value, in which properties of an operation are set and read. GObject itself converts between numbers,
/// booleans and enumerations, so an <see cref="int"/> sets all of them. Dispose it: it may own a string or a reference.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe partial struct GValue : IDisposable
{
    // Fundamental types: their number shifted by G_TYPE_FUNDAMENTAL_SHIFT (gtype.h).
    private const nuint IntType = 6 << 2;
    private const nuint DoubleType = 15 << 2;
    private const nuint StringType = 16 << 2;

    private nuint _type;
    private long _data0;
    private long _data1;

    public static GValue OfInt(int number)
    {
        var value = OfType(IntType);
        SetInt(ref value, number);
        return value;
    }

    public static GValue OfDouble(double number)
    {
        var value = OfType(DoubleType);
        SetDouble(ref value, number);
        return value;
    }

    public static GValue OfString(string text)
    {
        var value = OfType(StringType);
        SetString(ref value, text);
        return value;
    }

    /// <summary>Holds a reference of its own to the image.</summary>
    public static GValue OfImage(VipsImage image)
    {
        var value = OfImage();
        SetObject(ref value, image);
        return value;
    }

    /// <summary>Holds a reference of its own to the source.</summary>
    public static GValue OfSource(VipsSource source)
    {
        var value = OfType(LibVips.SourceGetType());
        SetObject(ref value, source);
        return value;
    }

    /// <summary>An empty value to read an image into.</summary>
    public static GValue OfImage() => OfType(LibVips.ImageGetType());

    /// <summary>A blob on memory that the caller keeps pinned for as long as anything reads it.</summary>
    public static GValue OfBlob(void* bytes, nuint length)
    {
        var value = OfBlob();
        var blob = LibVips.BlobNew(0, bytes, length);
        SetBoxed(ref value, blob);
        LibVips.AreaUnref(blob);
        return value;
    }

    /// <summary>An empty value to read a blob into.</summary>
    public static GValue OfBlob() => OfType(LibVips.BlobGetType());

    /// <summary>The image, with a reference that passes to the caller; 0 if there is none.</summary>
    public nint DuplicateImage() => DuplicateObject(in this);

    /// <summary>The blob, which this value owns; 0 if there is none.</summary>
    public nint GetBlob() => GetBoxed(in this);

    public void Dispose()
    {
        if (_type != 0)
        {
            Unset(ref this);
        }
    }

    private static GValue OfType(nuint type)
    {
        var value = default(GValue);
        Initialise(ref value, type);
        return value;
    }

    [LibraryImport(LibVips.Library, EntryPoint = "g_value_init")]
    private static partial nint Initialise(ref GValue value, nuint type);

    [LibraryImport(LibVips.Library, EntryPoint = "g_value_unset")]
    private static partial void Unset(ref GValue value);

    [LibraryImport(LibVips.Library, EntryPoint = "g_value_set_int")]
    private static partial void SetInt(ref GValue value, int number);

    [LibraryImport(LibVips.Library, EntryPoint = "g_value_set_double")]
    private static partial void SetDouble(ref GValue value, double number);

    [LibraryImport(LibVips.Library, EntryPoint = "g_value_set_string", StringMarshalling = StringMarshalling.Utf8)]
    private static partial void SetString(ref GValue value, string text);

    [LibraryImport(LibVips.Library, EntryPoint = "g_value_set_object")]
    private static partial void SetObject(ref GValue value, SafeHandle instance);

    [LibraryImport(LibVips.Library, EntryPoint = "g_value_set_boxed")]
    private static partial void SetBoxed(ref GValue value, nint blob);

    [LibraryImport(LibVips.Library, EntryPoint = "g_value_dup_object")]
    private static partial nint DuplicateObject(in GValue value);

    [LibraryImport(LibVips.Library, EntryPoint = "g_value_get_boxed")]
    private static partial nint GetBoxed(in GValue value);
}
