namespace Pipeline.Vips.Native;

/// <summary>Pixels of a part of an image. A region belongs to the thread that creates it: use and dispose it there. So it has no finaliser.</summary>
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

    /// <summary>Creates a region over all pixels of an image in memory, to read from or to write to.</summary>
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
    /// Returns the area that libvips wants a generate function to fill. In memory it follows the region's base class, whose size
    /// GObject knows, and a pointer to the image (region.h).
    /// </summary>
    public static VipsRectangle GetRequestedArea(nint region)
    {
        LibVips.TypeQuery(LibVips.ObjectGetType(), out var query);
        return *(VipsRectangle*)(region + (nint)query.InstanceBytes + sizeof(nint));
    }

    /// <summary>Computes pixels of this region's image into another region.</summary>
    /// <param name="area">Pixels to compute.</param>
    /// <param name="target">Region to write them to.</param>
    /// <param name="row">Row of the target for the first of them; the column is 0.</param>
    /// <exception cref="VipsException">A pixel cannot be computed. For a loader: the data are damaged or truncated.</exception>
    public void ComputeTo(VipsRectangle area, VipsRegion target, int row)
    {
        if (LibVips.RegionPrepareTo(_region, target._region, area, 0, row) != 0)
        {
            throw VipsException.FromErrorBuffer("vips_region_prepare_to");
        }
    }

    /// <summary>Makes a region that a generate function has to fill point to this region's pixels, without a copy.</summary>
    /// <param name="region">The region to fill, of an image with the same dimensions.</param>
    /// <param name="area">Pixels to show, at the same place in both.</param>
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
