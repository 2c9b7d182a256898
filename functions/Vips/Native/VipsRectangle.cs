using System.Runtime.InteropServices;

namespace Pipeline.Vips.Native;

/// <summary>libvips' VipsRect, in pixels.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct VipsRectangle(int Left, int Top, int Width, int Height)
{
    public int Bottom => Top + Height;
}

/// <summary>GObject's GTypeQuery.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct GTypeQuery(nuint Type, nint Name, uint ClassBytes, uint InstanceBytes);
