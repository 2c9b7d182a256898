using System.Runtime.InteropServices;

namespace Pipeline.Vips.Native;

/// <summary>
/// GObject's typed value, through which the properties of an operation are set and read. GObject converts between numbers,
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

    public static GValue FromInt(int number)
    {
        var value = Create(IntType);
        SetInt(ref value, number);
        return value;
    }

    public static GValue FromDouble(double number)
    {
        var value = Create(DoubleType);
        SetDouble(ref value, number);
        return value;
    }

    public static GValue FromString(string text)
    {
        var value = Create(StringType);
        SetString(ref value, text);
        return value;
    }

    /// <summary>Creates a value that holds its own reference to the image.</summary>
    public static GValue FromImage(VipsImage image)
    {
        var value = CreateEmptyImage();
        SetObject(ref value, image);
        return value;
    }

    /// <summary>Creates a value that holds its own reference to the source.</summary>
    public static GValue FromSource(VipsSource source)
    {
        var value = Create(LibVips.SourceGetType());
        SetObject(ref value, source);
        return value;
    }

    /// <summary>Creates an empty value to read an image into.</summary>
    public static GValue CreateEmptyImage() => Create(LibVips.ImageGetType());

    /// <summary>Creates a blob over memory that the caller keeps pinned as long as anything reads it.</summary>
    public static GValue FromMemory(void* bytes, nuint length)
    {
        var value = CreateEmptyBlob();
        var blob = LibVips.BlobNew(0, bytes, length);
        SetBoxed(ref value, blob);
        LibVips.AreaUnref(blob);
        return value;
    }

    /// <summary>Creates an empty value to read a blob into.</summary>
    public static GValue CreateEmptyBlob() => Create(LibVips.BlobGetType());

    /// <summary>Returns the image with a reference that the caller owns; 0 if there is none.</summary>
    public nint DuplicateImage() => DuplicateObject(in this);

    /// <summary>Returns the blob, which this value owns; 0 if there is none.</summary>
    public nint GetBlob() => GetBoxed(in this);

    public void Dispose()
    {
        if (_type != 0)
        {
            Unset(ref this);
        }
    }

    private static GValue Create(nuint type)
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
