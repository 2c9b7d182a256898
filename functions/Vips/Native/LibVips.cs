using System.Runtime.InteropServices;

namespace Pipeline.Vips.Native;

/// <summary>
/// The part of the C API of libvips, and of the GObject library inside it, that this codec uses. All functions have a fixed
/// argument list: Apple arm64 passes variadic arguments differently, which P/Invoke does not support.
/// </summary>
/// <seealso href="https://www.libvips.org/API/current/"/>
internal static unsafe partial class LibVips
{
    /// <summary>Name that <see cref="LibVipsLoader"/> resolves to the library that came with the application.</summary>
    public const string Library = "libvips";

    [LibraryImport(Library, EntryPoint = "vips_init", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Init(string applicationName);

    [LibraryImport(Library, EntryPoint = "vips_version_string")]
    public static partial nint VersionString();

    [LibraryImport(Library, EntryPoint = "vips_concurrency_set")]
    public static partial void ConcurrencySet(int threads);

    [LibraryImport(Library, EntryPoint = "vips_cache_set_max")]
    public static partial void CacheSetMax(int operations);

    [LibraryImport(Library, EntryPoint = "vips_block_untrusted_set")]
    public static partial void BlockUntrustedSet(int state);

    [LibraryImport(Library, EntryPoint = "vips_operation_block_set", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void OperationBlockSet(string className, int state);

    [LibraryImport(Library, EntryPoint = "vips_error_buffer_copy")]
    public static partial nint ErrorBufferCopy();

    [LibraryImport(Library, EntryPoint = "vips_error_clear")]
    public static partial void ErrorClear();

    [LibraryImport(Library, EntryPoint = "vips_operation_new", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint OperationNew(string name);

    [LibraryImport(Library, EntryPoint = "vips_object_build")]
    public static partial int ObjectBuild(VipsOperation operation);

    [LibraryImport(Library, EntryPoint = "vips_object_unref_outputs")]
    public static partial void ObjectUnrefOutputs(nint operation);

    [LibraryImport(Library, EntryPoint = "vips_blob_new")]
    public static partial nint BlobNew(nint freeFunction, void* bytes, nuint length);

    [LibraryImport(Library, EntryPoint = "vips_blob_get")]
    public static partial void* BlobGet(nint blob, out nuint length);

    [LibraryImport(Library, EntryPoint = "vips_blob_get_type")]
    public static partial nuint BlobGetType();

    [LibraryImport(Library, EntryPoint = "vips_area_unref")]
    public static partial void AreaUnref(nint area);

    [LibraryImport(Library, EntryPoint = "vips_source_get_type")]
    public static partial nuint SourceGetType();

    [LibraryImport(Library, EntryPoint = "vips_source_custom_new")]
    public static partial nint SourceCustomNew();

    [LibraryImport(Library, EntryPoint = "vips_image_get_type")]
    public static partial nuint ImageGetType();

    [LibraryImport(Library, EntryPoint = "vips_image_new_from_memory")]
    public static partial nint ImageNewFromMemory(void* pixels, nuint length, int width, int height, int bands, int format);

    [LibraryImport(Library, EntryPoint = "vips_image_new_from_memory_copy")]
    public static partial nint ImageNewFromMemoryCopy(void* pixels, nuint length, int width, int height, int bands, int format);

    [LibraryImport(Library, EntryPoint = "vips_image_write")]
    public static partial int ImageWrite(VipsImage image, VipsImage target);

    [LibraryImport(Library, EntryPoint = "vips_image_new")]
    public static partial nint ImageNew();

    [LibraryImport(Library, EntryPoint = "vips_image_init_fields")]
    public static partial void ImageInitFields(
        VipsImage image, int width, int height, int bands, int format, int coding, int interpretation, double xResolution, double yResolution);

    [LibraryImport(Library, EntryPoint = "vips_image_pipeline_array")]
    public static partial int ImagePipelineArray(VipsImage image, int demandStyle, nint* inputs);

    /// <summary>Takes functions of the types VipsStartFn, VipsGenerateFn and VipsStopFn. libvips calls them on its own threads.</summary>
    [LibraryImport(Library, EntryPoint = "vips_image_generate")]
    public static partial int ImageGenerate(
        VipsImage image,
        delegate* unmanaged[Cdecl]<nint, nint, nint, nint> start,
        delegate* unmanaged[Cdecl]<nint, nint, nint, nint, int*, int> generate,
        delegate* unmanaged[Cdecl]<nint, nint, nint, int> stop,
        nint first,
        nint second);

    [LibraryImport(Library, EntryPoint = "vips_region_new")]
    public static partial nint RegionNew(VipsImage image);

    [LibraryImport(Library, EntryPoint = "vips_region_image")]
    public static partial int RegionImage(nint region, in VipsRectangle area);

    [LibraryImport(Library, EntryPoint = "vips_region_prepare_to")]
    public static partial int RegionPrepareTo(nint region, nint target, in VipsRectangle area, int x, int y);

    [LibraryImport(Library, EntryPoint = "vips_region_region")]
    public static partial int RegionRegion(nint region, nint target, in VipsRectangle area, int x, int y);

    [LibraryImport(Library, EntryPoint = "vips_object_get_type")]
    public static partial nuint ObjectGetType();

    [LibraryImport(Library, EntryPoint = "g_type_query")]
    public static partial void TypeQuery(nuint type, out GTypeQuery query);

    [LibraryImport(Library, EntryPoint = "vips_image_get_width")]
    public static partial int ImageGetWidth(VipsImage image);

    [LibraryImport(Library, EntryPoint = "vips_image_get_height")]
    public static partial int ImageGetHeight(VipsImage image);

    [LibraryImport(Library, EntryPoint = "vips_image_get_bands")]
    public static partial int ImageGetBands(VipsImage image);

    [LibraryImport(Library, EntryPoint = "vips_image_get_format")]
    public static partial int ImageGetFormat(VipsImage image);

    [LibraryImport(Library, EntryPoint = "vips_image_get_interpretation")]
    public static partial int ImageGetInterpretation(VipsImage image);

    [LibraryImport(Library, EntryPoint = "vips_image_hasalpha")]
    public static partial int ImageHasAlpha(VipsImage image);

    [LibraryImport(Library, EntryPoint = "vips_image_get_page_height")]
    public static partial int ImageGetPageHeight(VipsImage image);

    [LibraryImport(Library, EntryPoint = "vips_image_get_orientation")]
    public static partial int ImageGetOrientation(VipsImage image);

    [LibraryImport(Library, EntryPoint = "vips_image_get_typeof", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nuint ImageGetTypeOf(VipsImage image, string name);

    [LibraryImport(Library, EntryPoint = "vips_image_get_int", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ImageGetInt(VipsImage image, string name, out int value);

    [LibraryImport(Library, EntryPoint = "vips_image_get_blob", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ImageGetBlob(VipsImage image, string name, out void* bytes, out nuint length);

    [LibraryImport(Library, EntryPoint = "vips_image_get_array_int", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ImageGetArrayInt(VipsImage image, string name, out int* values, out int count);

    [LibraryImport(Library, EntryPoint = "vips_image_set_int", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void ImageSetInt(VipsImage image, string name, int value);

    [LibraryImport(Library, EntryPoint = "vips_image_set_blob_copy", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void ImageSetBlobCopy(VipsImage image, string name, byte* bytes, nuint length);

    /// <summary>Exported but not documented. The lock file pins the version, and a test reads the result back.</summary>
    [LibraryImport(Library, EntryPoint = "vips__exif_parse")]
    public static partial int ExifParse(VipsImage image);

    [LibraryImport(Library, EntryPoint = "vips_image_set_array_int", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void ImageSetArrayInt(VipsImage image, string name, int* values, int count);

    [LibraryImport(Library, EntryPoint = "vips_get_tile_size")]
    public static partial void GetTileSize(VipsImage image, out int width, out int height, out int bufferRows);

    [LibraryImport(Library, EntryPoint = "vips_add_option_entries")]
    public static partial void AddOptionEntries(nint group);

    [LibraryImport(Library, EntryPoint = "g_option_context_new", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint OptionContextNew(string? parameters);

    [LibraryImport(Library, EntryPoint = "g_option_group_new", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint OptionGroupNew(string name, string description, string help, nint userData, nint destroy);

    [LibraryImport(Library, EntryPoint = "g_option_context_set_main_group")]
    public static partial void OptionContextSetMainGroup(nint context, nint group);

    [LibraryImport(Library, EntryPoint = "g_option_context_parse")]
    public static partial int OptionContextParse(nint context, ref int count, ref byte** arguments, nint error);

    [LibraryImport(Library, EntryPoint = "g_option_context_free")]
    public static partial void OptionContextFree(nint context);

    [LibraryImport(Library, EntryPoint = "g_object_set_property", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void ObjectSetProperty(VipsOperation operation, string name, in GValue value);

    [LibraryImport(Library, EntryPoint = "g_object_get_property", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void ObjectGetProperty(VipsOperation operation, string name, ref GValue value);

    [LibraryImport(Library, EntryPoint = "g_signal_connect_data", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nuint SignalConnect(nint instance, string signal, void* handler, nint data, void* destroyData, int flags);

    [LibraryImport(Library, EntryPoint = "g_object_unref")]
    public static partial void ObjectUnref(nint instance);

    [LibraryImport(Library, EntryPoint = "g_setenv", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SetEnvironment(string name, string value, int overwrite);

    [LibraryImport(Library, EntryPoint = "g_free")]
    public static partial void Free(nint memory);
}
