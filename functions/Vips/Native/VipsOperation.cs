using Microsoft.Win32.SafeHandles;

namespace Pipeline.Vips.Native;

/// <summary>
/// One use of a libvips operation: set its inputs, <see cref="Build"/>, read its outputs. Building decides what will be
/// computed; pixels are computed when the last image of the chain is written. Operations are built directly, without
/// libvips' operation cache, which would keep references to our memory.
/// </summary>
internal sealed unsafe class VipsOperation : SafeHandleZeroOrMinusOneIsInvalid
{
    private readonly string _name;

    /// <param name="name">libvips' nickname of the operation: <c>jpegload_buffer</c>.</param>
    /// <exception cref="VipsException">This build of libvips has no such operation.</exception>
    public VipsOperation(string name)
        : base(ownsHandle: true)
    {
        _name = name;
        SetHandle(LibVips.OperationNew(name));
        if (IsInvalid)
        {
            throw VipsException.FromErrorBuffer(name);
        }
    }

    public VipsOperation Set(string property, int number) => Set(property, GValue.FromInt(number));

    public VipsOperation Set(string property, bool flag) => Set(property, GValue.FromInt(flag ? 1 : 0));

    public VipsOperation Set(string property, double number) => Set(property, GValue.FromDouble(number));

    public VipsOperation Set(string property, string text) => Set(property, GValue.FromString(text));

    public VipsOperation Set(string property, VipsImage image) => Set(property, GValue.FromImage(image));

    public VipsOperation Set(string property, VipsSource source) => Set(property, GValue.FromSource(source));

    /// <param name="property">Name of the property.</param>
    /// <param name="bytes">Memory that stays pinned until every image made from it is disposed.</param>
    /// <param name="length">Length in bytes.</param>
    public VipsOperation Set(string property, void* bytes, int length) => Set(property, GValue.FromMemory(bytes, (nuint)length));

    /// <exception cref="VipsException">The operation rejects its inputs. For a loader: the header cannot be read.</exception>
    public VipsOperation Build()
    {
        if (LibVips.ObjectBuild(this) != 0)
        {
            throw VipsException.FromErrorBuffer(_name);
        }

        return this;
    }

    /// <summary>Returns the image that a built operation makes.</summary>
    public VipsImage GetImage(string property = "out")
    {
        var value = GValue.CreateEmptyImage();
        try
        {
            LibVips.ObjectGetProperty(this, property, ref value);
            return new VipsImage(value.DuplicateImage());
        }
        finally
        {
            value.Dispose();
        }
    }

    /// <summary>Returns a copy of the bytes that a built saver made.</summary>
    public byte[] GetBytes(string property = "buffer")
    {
        var value = GValue.CreateEmptyBlob();
        try
        {
            LibVips.ObjectGetProperty(this, property, ref value);
            var bytes = LibVips.BlobGet(value.GetBlob(), out var length);
            return new ReadOnlySpan<byte>(bytes, checked((int)length)).ToArray();
        }
        finally
        {
            value.Dispose();
        }
    }

    protected override bool ReleaseHandle()
    {
        // Outputs that were never read hold references in both directions; this releases them.
        LibVips.ObjectUnrefOutputs(handle);
        LibVips.ObjectUnref(handle);
        return true;
    }

    private VipsOperation Set(string property, GValue value)
    {
        try
        {
            LibVips.ObjectSetProperty(this, property, in value);
            return this;
        }
        finally
        {
            value.Dispose();
        }
    }
}
