using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Pipeline.Core.Renditions;
using Pipeline.Host.Engine;
using Pipeline.Local.Serving;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Programs;

namespace Pipeline.Tests.Local.Serving;

/// <summary><c>/health</c> says whether the host can take uploads, also while nothing runs.</summary>
public sealed class HealthTests
{
    [Fact]
    public async Task HostThatCanTakeUploadsIsHealthy()
    {
        await using var host = await HostUnderTest.StartAsync();

        using var response = await host.Client.GetAsync(new Uri("health", UriKind.Relative));

        Assert.Equal((HttpStatusCode.OK, "ok\n"), (response.StatusCode, await response.Content.ReadAsStringAsync()));
        Assert.True(response.Headers.CacheControl!.NoStore);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(host.Pipeline.Options.DataFolder, "tmp")));
    }

    [SmallDiskFact]
    public async Task FullDiskIsReportedAndForgottenWhenThereIsRoomAgain()
    {
        using var disk = new SmallDisk(megabytes: 64);
        await using var pipeline = LocalPipeline.Open(new(Path.Combine(disk.Path, "data"), RenditionSet.Default), PipelineUnderTest.Codec, TimeProvider.System);
        await using var app = LocalServer.Create(pipeline, new(Port: 0));
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new(LocalServer.GetAddress(app)) };
        Assert.Equal((HttpStatusCode.OK, null), await GetAsync(client));

        disk.Fill();
        await DefinedPipeline.WaitUntilAsync(async () => await GetAsync(client) == (HttpStatusCode.ServiceUnavailable, "diskFull"));
        Assert.Null(pipeline.Interruption);

        disk.Clear();
        await DefinedPipeline.WaitUntilAsync(async () => await GetAsync(client) == (HttpStatusCode.OK, null));
    }

    [Fact]
    public async Task FolderThatCannotBeWrittenIsReportedWithoutItsName()
    {
        await using var host = await HostUnderTest.StartAsync();
        Directory.Delete(Path.Combine(host.Pipeline.Options.DataFolder, "tmp"));

        using var response = await host.Client.GetAsync(new Uri("health", UriKind.Relative));

        var body = await response.Content.ReadAsStringAsync();
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "application/json"), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        Assert.Equal("folderNotWritable", (string?)JsonNode.Parse(body)!["reason"]);
        Assert.StartsWith("The data folder cannot be written.", (string?)JsonNode.Parse(body)!["message"], StringComparison.Ordinal);
        Assert.DoesNotContain(host.Pipeline.Options.DataFolder, body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DatabaseThatCannotBeWrittenIsReported()
    {
        await using var host = await HostUnderTest.StartAsync();
        await using (var connection = new SqliteConnection($"Data Source={Path.Combine(host.Pipeline.Options.DataFolder, "pipeline.db")};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "CREATE TRIGGER refuse BEFORE INSERT ON settings WHEN new.name = 'probed' BEGIN SELECT RAISE(ABORT, 'disk I/O error'); END";
            await command.ExecuteNonQueryAsync();
        }

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "databaseNotWritable"), await GetAsync(host.Client));
    }

    [Fact]
    public async Task ProbeIsSharedByRequestsThatFollowEachOther()
    {
        await using var host = await HostUnderTest.StartAsync();
        Directory.Delete(Path.Combine(host.Pipeline.Options.DataFolder, "tmp"));
        var health = new HostHealth(host.Pipeline.Pipeline, new ManualTimeProvider());

        Assert.Equal("folderNotWritable", (await health.CheckAsync(CancellationToken.None))!.Reason);
        Directory.CreateDirectory(Path.Combine(host.Pipeline.Options.DataFolder, "tmp"));

        Assert.Equal("folderNotWritable", (await health.CheckAsync(CancellationToken.None))!.Reason);
    }

    private static async Task<(HttpStatusCode Status, string? Reason)> GetAsync(HttpClient client)
    {
        using var response = await client.GetAsync(new Uri("health", UriKind.Relative));
        var body = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, body == "ok\n" ? null : (string?)JsonNode.Parse(body)!["reason"]);
    }
}
