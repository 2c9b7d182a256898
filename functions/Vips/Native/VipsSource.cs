using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Pipeline.Vips.Native;

/// <summary>
/// A reference to a libvips source that asks us for its bytes. A source on the file's descriptor would not do: libvips maps the file for
/// JPEG, and if somebody truncates a mapped file, reading it kills the process (SIGBUS). Also, all readers of a descriptor share one position.
/// </summary>
/// <seealso href="https://www.libvips.org/API/current/class.SourceCustom.html"/>
internal sealed unsafe class VipsSource : SafeHandleZeroOrMinusOneIsInvalid
{
    /// <param name="reader">Delivers the bytes as long as libvips has a reference to the source.</param>
    /// <exception cref="VipsException">Memory ran out.</exception>
    public VipsSource(SourceReader reader)
        : base(ownsHandle: true)
    {
        SetHandle(LibVips.SourceCustomNew());
        if (IsInvalid)
        {
            throw VipsException.FromErrorBuffer("vips_source_custom_new");
        }

        var data = GCHandle.ToIntPtr(GCHandle.Alloc(reader));
        delegate* unmanaged[Cdecl]<nint, byte*, long, nint, long> read = &Read;
        delegate* unmanaged[Cdecl]<nint, long, int, nint, long> seek = &Seek;
        delegate* unmanaged[Cdecl]<nint, nint, void> release = &Release;
        _ = LibVips.SignalConnect(handle, "seek", seek, data, null, 0);
        // Both handlers end with the source, so only one of them releases the reader.
        _ = LibVips.SignalConnect(handle, "read", read, data, release, 0);
    }

    protected override bool ReleaseHandle()
    {
        LibVips.ObjectUnref(handle);
        return true;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static long Read(nint source, byte* buffer, long length, nint reader) =>
        ReaderFrom(reader).Read(new Span<byte>(buffer, (int)Math.Min(length, int.MaxValue)));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static long Seek(nint source, long offset, int origin, nint reader) => ReaderFrom(reader).Seek(offset, (SeekOrigin)origin);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Release(nint reader, nint closure) => GCHandle.FromIntPtr(reader).Free();

    private static SourceReader ReaderFrom(nint reader) => (SourceReader)GCHandle.FromIntPtr(reader).Target!;
}
