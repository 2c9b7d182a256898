using Microsoft.Win32.SafeHandles;

namespace Pipeline.Vips.Native;

/// <summary>
/// One use of a libvips operation: set its inputs, <see cref="Build"/>, read its outputs. Building decides what will be
/// computed; pixels are computed when the last image of the chain is written. Built directly and never by way of
/// libvips' operation cache, which would keep references to memory that is ours.
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

    public VipsOperation Set(string property, int number) => Set(property, GValue.OfInt(number));

    public VipsOperation Set(string property, bool flag) => Set(property, GValue.OfInt(flag ? 1 : 0));

    public VipsOperation Set(string property, double number) => Set(property, GValue.OfDouble(number));

    public VipsOperation Set(string property, string text) => Set(property, GValue.OfString(text));

    public VipsOperation Set(string property, VipsImage image) => Set(property, GValue.OfImage(image));

    public VipsOperation Set(string property, VipsSource source) => Set(property, GValue.OfSource(source));

    /// <param name="property">Name of the property.</param>
    /// <param name="bytes">Memory that stays pinned until every image made from it is disposed.</param>
    /// <param name="length">Bytes.</param>
    public VipsOperation Set(string property, void* bytes, int length) => Set(property, GValue.OfBlob(bytes, (nuint)length));

    /// <exception cref="VipsException">The operation refuses its inputs; a loader: the header cannot be read.</exception>
    public VipsOperation Build()
    {
        if (LibVips.ObjectBuild(this) != 0)
        {
            throw VipsException.FromErrorBuffer(_name);
        }

        return this;
    }

    /// <summary>The image that a built operation makes.</summary>
    public VipsImage GetImage(string property = "out")
    {
        var value = GValue.OfImage();
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

    /// <summary>A copy of the bytes that a built saver made.</summary>
    public byte[] GetBytes(string property = "buffer")
    {
        var value = GValue.OfBlob();
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
        // Outputs that nobody asked for hold references in both directions; this cuts them.
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
