using Pipeline.Core.Renditions;
using Pipeline.Host.Engine;
using Pipeline.Host.Store.Exceptions;
using Pipeline.Host.Store.Records;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Pictures;
using Pipeline.Testing.Programs;

namespace Pipeline.Tests.Host.Engine.Executions;

/// <summary>When the disk is full, executions wait. When there is room again, they go on without a restart.</summary>
public sealed class FullDiskTests
{
    // ENOSPC and ERROR_DISK_FULL.
    private static readonly int NoSpace = OperatingSystem.IsWindows() ? unchecked((int)0x80070070) : 28;

    [SmallDiskFact]
    public async Task AcknowledgedUploadsGoOnWhenThereIsRoomAgain()
    {
        using var disk = new SmallDisk(megabytes: 48);
        using var decode = new ManualResetEventSlim();
        var codec = new FaultyCodec(PipelineUnderTest.Codec) { BeforeDecode = decode.Wait };
        await using var pipeline = LocalPipeline.Open(new(Path.Combine(disk.Path, "data"), RenditionSet.Default), codec, TimeProvider.System);
        var submissions = new List<Submission>();
        for (var number = 0; number < 4; number++)
        {
            submissions.Add(await UploadAsync(pipeline, $"{number}.jpg", SyntheticImages.Jpeg(400, 300, number)));
        }

        disk.Fill();
        decode.Set();
        await DefinedPipeline.WaitUntilAsync(() => pipeline.Interruption is { Waiting.Count: > 1 });
        var interruption = pipeline.Interruption!;
        var refused = await Record.ExceptionAsync(() => UploadAsync(pipeline, "more.jpg", SyntheticImages.Jpeg(1_400, 1_300, 9)));

        Assert.True(interruption.IsDiskFull);
        Assert.Equal($"The disk of {pipeline.Store.Folder} is full. Free some space: the host then goes on by itself.", interruption.Message);
        Assert.True(DiskSpace.IsExhausted(refused), $"{refused}");
        Assert.All(submissions, submission => Assert.False(submission.Completion.IsCompleted));

        disk.Clear();
        var outcomes = await Task.WhenAll(submissions.Select(submission => submission.Completion)).WaitAsync(TimeSpan.FromMinutes(1));

        Assert.All(outcomes, outcome => Assert.Equal("succeeded", outcome.Name));
        Assert.Null(pipeline.Interruption);
        var announcements = await pipeline.Store.Announcements.ListAsync(null, null, false, 100, default);
        Assert.Equal(4, announcements.Count);
        Assert.All(announcements, announcement => Assert.Equal(AnnouncementTopic.Success, announcement.Topic));
        Assert.Equal("succeeded", (await (await UploadAsync(pipeline, "more.jpg", SyntheticImages.Jpeg(400, 300, 9))).Completion).Name);
    }

    [Fact]
    public async Task FullDiskInterruptsAnExecutionInsteadOfFailingItsImage()
    {
        var isFull = true;
        var codec = new FaultyCodec(PipelineUnderTest.Codec)
        {
            BeforeEncode = () =>
            {
                if (isFull)
                {
                    throw new IOException("No space left on device", NoSpace);
                }
            },
        };
        await using var host = new PipelineUnderTest(codec: codec);

        var submission = await UploadAsync(host.Pipeline, "a.png", SyntheticImages.Png(60, 40));
        await DefinedPipeline.WaitUntilAsync(() => host.Pipeline.Interruption is { Waiting.Count: 1 });

        Assert.Equal((true, submission.Execution), (host.Pipeline.Interruption!.IsDiskFull, host.Pipeline.Interruption.Waiting.Single()));
        isFull = false;
        Assert.Equal("succeeded", (await submission.Completion.WaitAsync(TimeSpan.FromMinutes(1))).Name);
        Assert.Null(host.Pipeline.Interruption);
    }

    private static Task<Submission> UploadAsync(LocalPipeline pipeline, string key, byte[] content) =>
        pipeline.UploadAsync(key, new MemoryStream(content), CancellationToken.None);
}
