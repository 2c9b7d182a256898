using Pipeline.Core.Catalogue;
using Pipeline.Core.Outcomes;

namespace Pipeline.Lake.Export;

/// <summary>Reads the whole catalogue and the outcomes that are kept.</summary>
public interface ICatalogueScan
{
    /// <summary>Reads a segment, in pages. A record that changes meanwhile comes up once, as it was or as it is.</summary>
    /// <param name="segment">Number of the segment, from 0.</param>
    /// <param name="segments">Number of segments. Together they have every record once.</param>
    /// <param name="start">Where to continue: <see cref="ScanPage.Next"/> of the last page that was used; null for the beginning.</param>
    /// <param name="outcomes">Days whose outcomes are wanted. Pages may have others, too.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    IAsyncEnumerable<ScanPage> ReadAsync(int segment, int segments, string? start, DayRange outcomes, CancellationToken cancellationToken);
}

/// <summary>A part of a segment.</summary>
/// <param name="Records">Records, in no order.</param>
/// <param name="Outcomes">Outcomes, in no order.</param>
/// <param name="Next">Where the next page begins; null on the last.</param>
public sealed record ScanPage(IReadOnlyList<ImageRecord> Records, IReadOnlyList<RecordedOutcome> Outcomes, string? Next);

/// <summary>Days from <paramref name="First"/> to <paramref name="Last"/>, both included. There are none if the last is before the first.</summary>
public sealed record DayRange(DateOnly First, DateOnly Last)
{
    public bool Contains(DateOnly day) => day >= First && day <= Last;
}
