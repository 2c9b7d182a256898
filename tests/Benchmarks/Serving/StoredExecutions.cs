using System.Globalization;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Executions;
using Pipeline.Core.Renditions;
using Pipeline.Host.Engine;
using Pipeline.Host.Engine.Definitions;
using Pipeline.Host.Store.Records;
using Pipeline.Vips;

namespace Pipeline.Benchmarks.Serving;

/// <summary>Fills a data folder with ended executions: runs one, and stores copies of it with their full history.</summary>
internal static class StoredExecutions
{
    private const string Model = "stored/model.jpg";

    /// <param name="folder">Data folder to create.</param>
    /// <param name="count">Number of executions to store.</param>
    /// <param name="photo">Content of the photo that the first execution processes.</param>
    public static async Task FillAsync(string folder, int count, byte[] photo)
    {
        await using var pipeline = LocalPipeline.Open(new(folder, RenditionSet.Default), new VipsCodec(), TimeProvider.System);
        if (count == 0)
        {
            return;
        }

        var submission = await pipeline.UploadAsync(Model, new MemoryStream(photo), CancellationToken.None);
        var outcome = await submission.Completion;
        var store = pipeline.Store;
        var execution = (await store.Executions.GetAsync(PipelineDefinition.ExecutionArn(submission.Execution!), CancellationToken.None))!;
        var history = await store.Executions.GetHistoryAsync(execution.Arn, 0, int.MaxValue, CancellationToken.None);
        var record = outcome.Record!;
        await Parallel.ForAsync(1, count, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (number, cancellationToken) =>
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"stored/{number:D5}.jpg");
            var name = Guid.NewGuid().ToString();
            var arn = PipelineDefinition.ExecutionArn(name);
            var started = new NewExecution(
                arn, name, execution.StateMachineArn, ImageIds.Create(BucketNames.Uploads, key), execution.StartTime, execution.Input!.Replace(Model, key, StringComparison.Ordinal));
            await store.Executions.StartAsync(started, null, cancellationToken);
            var ended = new ExecutionOutcome(RecordedStatus.Succeeded, execution.Output, null, null, execution.StopTime!.Value);
            await store.Executions.FinishAsync(arn, ended, history, cancellationToken);
            var image = record with { ImageId = ImageIds.Create(BucketNames.Uploads, key), Key = key, Execution = arn };
            await store.Catalogue.TryWriteAsync(new CatalogueEntry(image, [], [], Revision: 1), cancellationToken);
        });
    }
}
