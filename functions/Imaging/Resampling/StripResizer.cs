using System.Runtime.Intrinsics;
using Pipeline.Imaging.Pictures;

namespace Pipeline.Imaging.Resampling;

/// <summary>
/// Resamples a frame, strip by strip of 16 target rows. A strip needs some of the source's rows and nothing of other strips, so
/// that the source may be a whole frame or just these rows. Holds weights and scratch memory: dispose it.
/// </summary>
internal abstract unsafe class StripResizer : IDisposable
{
    /// <summary>Target rows of a strip.</summary>
    public const int Rows = ColumnPairs.Rows;

    private readonly int _targetRows;

    protected StripResizer(int targetRows) => _targetRows = targetRows;

    /// <summary>Number of strips.</summary>
    public int Count => (_targetRows + Rows - 1) / Rows;

    /// <summary>The widest vectors of the processor, or copying where every target pixel is just one of the source.</summary>
    /// <param name="width">Width of the source in pixels.</param>
    /// <param name="rows">Height of the source frame in pixels. The kernel reaches beyond the region, but never beyond the frame.</param>
    /// <param name="region">What to take, within the frame but for less than a pixel beyond its far edge.</param>
    /// <param name="targetWidth">Pixels that the region's width becomes.</param>
    /// <param name="targetRows">Pixels that the region's height becomes.</param>
    /// <param name="channels">3 or 4, of both.</param>
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

    /// <summary>Rows of a strip: <see cref="Rows"/>, but for the last one.</summary>
    public int HeightOf(int strip) => Math.Min(Rows, _targetRows - strip * Rows);

    /// <summary>First source row that a strip needs, and the one behind the last.</summary>
    public abstract (int First, int End) SourceRowsOf(int strip);

    /// <summary>Makes one strip.</summary>
    /// <param name="strip">From 0.</param>
    /// <param name="source">Holds at least the rows that <see cref="SourceRowsOf"/> says.</param>
    /// <param name="target">First pixel of the target frame.</param>
    public abstract void ResizeStrip(int strip, RowWindow source, byte* target);

    public abstract void Dispose();
}
