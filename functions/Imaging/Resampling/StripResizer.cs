using System.Runtime.Intrinsics;
using Pipeline.Imaging.Pictures;

namespace Pipeline.Imaging.Resampling;

/// <summary>
/// Resamples a frame in strips of 16 target rows. A strip needs some of the source's rows and nothing from other strips, so the
/// source can be a whole frame or just these rows. Holds weights and scratch memory: dispose the resizer.
/// </summary>
internal abstract unsafe class StripResizer : IDisposable
{
    /// <summary>Target rows of a strip.</summary>
    public const int Rows = ColumnPairs.Rows;

    private readonly int _targetRows;

    protected StripResizer(int targetRows) => _targetRows = targetRows;

    /// <summary>Number of strips.</summary>
    public int Count => (_targetRows + Rows - 1) / Rows;

    /// <summary>Creates a resizer for the widest vectors of the processor, or a copier if every target pixel equals a source pixel.</summary>
    /// <param name="width">Width of the source in pixels.</param>
    /// <param name="rows">Height of the source frame in pixels. The kernel reaches beyond the region, but never beyond the frame.</param>
    /// <param name="region">The part to resample; may reach less than a pixel beyond the frame's far edge.</param>
    /// <param name="targetWidth">Pixels that the region's width becomes.</param>
    /// <param name="targetRows">Pixels that the region's height becomes.</param>
    /// <param name="channels">Channels of source and target, 3 or 4.</param>
    /// <param name="shrinkFactor">Pixels that each source pixel is the average of; see <see cref="ShrinkCompensation"/>.</param>
    public static StripResizer Create(int width, int rows, Region region, int targetWidth, int targetRows, int channels, double shrinkFactor)
    {
        if (region.Width == targetWidth && region.Height == targetRows && double.IsInteger(region.X) && double.IsInteger(region.Y))
        {
            return new StripCopier((int)region.X, (int)region.Y, targetWidth, targetRows, channels);
        }

        var horizontalWeights = new AxisWeights(width, region.X, region.Width, targetWidth, shrinkFactor);
        var verticalWeights = new AxisWeights(rows, region.Y, region.Height, targetRows, shrinkFactor);
        return Resampler.VectorBits switch
        {
            512 => new LaneStripResizer<Lanes512, Vector512<short>, Vector512<int>>(rows, channels, horizontalWeights, verticalWeights),
            256 => new LaneStripResizer<Lanes256, Vector256<short>, Vector256<int>>(rows, channels, horizontalWeights, verticalWeights),
            128 when LanesArm.IsSupported => new LaneStripResizer<LanesArm, Vector128<short>, LanesArm.Sum>(rows, channels, horizontalWeights, verticalWeights),
            128 => new LaneStripResizer<Lanes128, Vector128<short>, Vector128<int>>(rows, channels, horizontalWeights, verticalWeights),
            _ => new LaneStripResizer<LanesScalar, int, int>(rows, channels, horizontalWeights, verticalWeights),
        };
    }

    /// <summary>Rows of a strip: <see cref="Rows"/>, or fewer in the last one.</summary>
    public int HeightOf(int strip) => Math.Min(Rows, _targetRows - strip * Rows);

    /// <summary>First source row that a strip needs, and one past the last.</summary>
    public abstract (int First, int End) SourceRowsOf(int strip);

    /// <summary>Makes one strip.</summary>
    /// <param name="strip">Index of the strip, from 0.</param>
    /// <param name="source">Holds at least the rows that <see cref="SourceRowsOf"/> returns.</param>
    /// <param name="target">First pixel of the target frame.</param>
    public abstract void ResizeStrip(int strip, RowWindow source, byte* target);

    public abstract void Dispose();
}
