namespace Pipeline.Vips.Native;

/// <summary>Pixels of part of an image. Belongs to one thread: it must be made, used and disposed there, so it has no finaliser.</summary>
internal sealed unsafe class VipsRegion : IDisposable
{
    private nint _region;

    /// <exception cref="VipsException">Memory ran out.</exception>
    public VipsRegion(VipsImage image)
    {
        _region = LibVips.RegionNew(image);
        if (_region == 0)
        {
            throw VipsException.FromErrorBuffer("vips_region_new");
        }
    }

    /// <summary>A region on all pixels of an image in memory, to read from or to write to.</summary>
    /// <exception cref="VipsException">The image is not in memory.</exception>
    public static VipsRegion OverImage(VipsImage image)
    {
        var region = new VipsRegion(image);
        if (LibVips.RegionImage(region._region, new(0, 0, image.Width, image.Height)) != 0)
        {
            region.Dispose();
            throw VipsException.FromErrorBuffer("vips_region_image");
        }

        return region;
    }

    /// <summary>
    /// What libvips asks of a region that a generate function is to fill. It lies behind the region's base class, whose size
    /// GObject knows, and a pointer to the image (region.h).
    /// </summary>
    public static VipsRectangle RequestedAreaOf(nint region)
    {
        LibVips.TypeQuery(LibVips.ObjectGetType(), out var query);
        return *(VipsRectangle*)(region + (nint)query.InstanceBytes + sizeof(nint));
    }

    /// <summary>Computes pixels of this region's image into another region.</summary>
    /// <param name="area">Which pixels.</param>
    /// <param name="target">Where they go.</param>
    /// <param name="row">The target's row for the first of them; the column is 0.</param>
    /// <exception cref="VipsException">A pixel cannot be computed; with a loader: its data are damaged or end early.</exception>
    public void ComputeTo(VipsRectangle area, VipsRegion target, int row)
    {
        if (LibVips.RegionPrepareTo(_region, target._region, area, 0, row) != 0)
        {
            throw VipsException.FromErrorBuffer("vips_region_prepare_to");
        }
    }

    /// <summary>Lets a region that a generate function is to fill show this region's pixels instead, without a copy.</summary>
    /// <param name="region">Of an image of the same dimensions.</param>
    /// <param name="area">Which pixels, at the same place of both.</param>
    /// <exception cref="VipsException">The images differ.</exception>
    public void AttachTo(nint region, VipsRectangle area)
    {
        if (LibVips.RegionRegion(region, _region, area, area.Left, area.Top) != 0)
        {
            throw VipsException.FromErrorBuffer("vips_region_region");
        }
    }

    public void Dispose()
    {
        if (_region != 0)
        {
            LibVips.ObjectUnref(_region);
            _region = 0;
        }
    }
}
