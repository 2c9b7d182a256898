using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Pipeline.Core.Deployment;
using Pipeline.Export.Contracts;
using Pipeline.Lake.Export;
using Pipeline.Lake.Files;

namespace Pipeline.Export;

/// <summary>What the function does.</summary>
/// <param name="scan">The catalogue and the outcomes.</param>
/// <param name="files">The files of the lake.</param>
/// <param name="segments">Number of segments of an export.</param>
/// <param name="time">Clock.</param>
public sealed class ExportLogic(ICatalogueScan scan, ILakeFiles files, int segments, TimeProvider time)
{
    /// <summary>Share of a call that may pass before it stops reading. The rest is for writing the last row groups.</summary>
    private const double ReadingShare = 0.7;

    /// <summary>Handles a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="allowed">How long the call may take.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentException">The request lacks what its step needs.</exception>
    /// <exception cref="ExportDisturbedException">Another export removed files of this one.</exception>
    public Task<ExportResponse> RunAsync(ExportRequest request, TimeSpan allowed, CancellationToken cancellationToken) => request switch
    {
        { Step: ExportStep.Plan } => PlanAsync(request, cancellationToken),
        { Step: ExportStep.Segment, Plan: { } plan, Progress: { } progress } => WriteAsync(plan, progress, allowed * ReadingShare, cancellationToken),
        { Step: ExportStep.Finish, Plan: { } plan, Segments: { } progress } => FinishAsync(plan, progress, cancellationToken),
        _ => throw new ArgumentException($"The request for {request.Step} of {request.Execution} is incomplete: Segment needs plan and progress, Finish plan and segments.", nameof(request)),
    };

    private async Task<ExportResponse> PlanAsync(ExportRequest request, CancellationToken cancellationToken)
    {
        var plan = await ExportPlan.CreateAsync(
            NameOf(request), DateOnly.FromDateTime(request.StartedAt.UtcDateTime), CatalogueTable.OutcomeDays, includesToday: true, files, cancellationToken);
        return new(plan, [.. Enumerable.Range(0, segments).Select(segment => new SegmentProgress(segment, segments))]);
    }

    private async Task<ExportResponse> WriteAsync(ExportPlan plan, SegmentProgress progress, TimeSpan maxTime, CancellationToken cancellationToken)
    {
        var response = await new SegmentExporter(scan, files, time, maxTime).ExportAsync(
            new(plan, progress.Segment, progress.Of, progress.Calls, progress.Next), cancellationToken);
        return new(plan, Progress: progress.Add(response));
    }

    private async Task<ExportResponse> FinishAsync(ExportPlan plan, IReadOnlyList<SegmentProgress> progress, CancellationToken cancellationToken) =>
        new(plan, Finished: await new ExportFinisher(files, time).FinishAsync(new(plan, [.. progress.Select(segment => segment.ToResponse())]), cancellationToken));

    /// <summary>A name that every attempt of the execution gives, and no other execution. All have the same length: none begins another.</summary>
    private static string NameOf(ExportRequest request)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(request.Execution)))[..8];
        return $"{request.StartedAt.UtcDateTime.ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture)}_{hash}";
    }
}
