using Pipeline.Core.Executions;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Pictures;
using Pipeline.Tests.Local.Serving;

namespace Pipeline.Tests.Host.S3;

/// <summary>Typical uses of <c>aws s3</c> on this host.</summary>
public sealed class AwsCliTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private S3UnderTest _s3 = null!;
    private AwsCli _aws = null!;

    public async Task InitializeAsync()
    {
        _s3 = await S3UnderTest.StartAsync();
        _aws = new(_s3.Address);
    }

    public async Task DisposeAsync()
    {
        _aws.Dispose();
        await _s3.DisposeAsync();
        _folder.Dispose();
    }

    [AwsCliFact]
    public async Task PhotoIsUploadedProcessedAndDownloaded()
    {
        var photo = SyntheticImages.Jpeg(640, 480);

        await _aws.RunAsync("s3", "cp", WriteFile("photo.jpg", photo), "s3://uploads/cats/");
        Assert.Equal(RecordedStatus.Succeeded, Assert.Single(await _s3.WaitForExecutionsAsync()).Status);
        var list = await _aws.RunAsync("s3", "ls", "s3://renditions/", "--recursive");
        await _aws.RunAsync("s3", "cp", "s3://uploads/cats/photo.jpg", GetPath("back.jpg"));

        Assert.Equal(photo, await System.IO.File.ReadAllBytesAsync(GetPath("back.jpg")));
        Assert.Contains(" cats/photo.jpg/", list, StringComparison.Ordinal);
    }

    [AwsCliFact]
    public async Task BucketsAreListedAndCanBeRecreated()
    {
        var list = await _aws.RunAsync("s3", "ls");
        await _aws.RunAsync("s3", "mb", "s3://uploads");
        var (code, _, errors) = await _aws.TryRunAsync("s3", "mb", "s3://other");

        Assert.Contains(" uploads", list, StringComparison.Ordinal);
        Assert.Contains(" renditions", list, StringComparison.Ordinal);
        Assert.NotEqual(0, code);
        Assert.Contains("This host has the buckets uploads and renditions", errors, StringComparison.Ordinal);
    }

    [AwsCliFact]
    public async Task KeysWithSpacesAndUnicodeRoundTrip()
    {
        const string Name = "Grüße aus Łódź + 100% 猫 🐈.txt";
        await _aws.RunAsync("s3", "cp", WriteFile(Name, [1, 2, 3]), $"s3://uploads/two  words/{Name}");

        var list = await _aws.RunAsync("s3", "ls", "s3://uploads/two  words/");
        await _aws.RunAsync("s3", "cp", $"s3://uploads/two  words/{Name}", GetPath("back"));
        await _aws.RunAsync("s3", "rm", $"s3://uploads/two  words/{Name}");

        Assert.Contains(Name, list, StringComparison.Ordinal);
        Assert.Equal([1, 2, 3], await System.IO.File.ReadAllBytesAsync(GetPath("back")));
        Assert.Empty((await _s3.Store.Uploads.ListAsync(new(), CancellationToken.None)).Objects);
    }

    [AwsCliFact]
    public async Task FileOf20MegabytesIsUploadedInParts()
    {
        var content = new byte[20 << 20];
        new Random(1).NextBytes(content);

        await _aws.RunAsync("s3", "cp", WriteFile("large.bin", content), "s3://uploads/large.bin");
        await _aws.RunAsync("s3", "cp", "s3://uploads/large.bin", GetPath("back.bin"));

        var stored = await _s3.Store.Uploads.HeadAsync("large.bin", CancellationToken.None);
        Assert.EndsWith("-3", stored!.ETag, StringComparison.Ordinal);
        Assert.Equal(content, await System.IO.File.ReadAllBytesAsync(GetPath("back.bin")));
        Assert.Single(await _s3.WaitForExecutionsAsync());
    }

    [AwsCliFact]
    public async Task LargeFileIsMovedWithinTheBucket()
    {
        await _aws.RunAsync("s3", "cp", WriteFile("large.bin", new byte[9 << 20]), "s3://uploads/before.bin");

        await _aws.RunAsync("s3", "mv", "s3://uploads/before.bin", "s3://uploads/after here.bin");

        var page = await _s3.Store.Uploads.ListAsync(new(), CancellationToken.None);
        Assert.Equal("after here.bin", Assert.Single(page.Objects).Key);
        Assert.Equal(3, (await _s3.WaitForExecutionsAsync()).Count);
    }

    [AwsCliFact]
    public async Task SecondSyncOfAFolderUploadsNothing()
    {
        WriteFile("a.jpg", SyntheticImages.Jpeg(64, 48, seed: 1));
        WriteFile("in a folder/b.jpg", SyntheticImages.Jpeg(64, 48, seed: 2));
        WriteFile("in a folder/c.txt", [1]);

        var first = await _aws.RunAsync("s3", "sync", _folder.Path, "s3://uploads/album");
        var second = await _aws.RunAsync("s3", "sync", _folder.Path, "s3://uploads/album");
        System.IO.File.Delete(GetPath("a.jpg"));
        var third = await _aws.RunAsync("s3", "sync", _folder.Path, "s3://uploads/album", "--delete");

        Assert.Equal(3, first.Split("upload:").Length - 1);
        Assert.Equal("", second);
        Assert.Contains("delete: s3://uploads/album/a.jpg", third, StringComparison.Ordinal);
        Assert.Equal(4, (await _s3.WaitForExecutionsAsync()).Count);
    }

    [AwsCliFact]
    public async Task MoreObjectsThanAPageAreListedAndRemoved()
    {
        var keys = Enumerable.Range(0, 1_100).Select(number => $"many/{number:D4}.txt").ToList();
        await Parallel.ForEachAsync(keys, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (key, _) => await _s3.PutAsync($"uploads/{key}", "x"));

        var list = await _aws.RunAsync("s3", "ls", "s3://uploads/many/");
        await _aws.RunAsync("s3", "rm", "s3://uploads/many/", "--recursive", "--only-show-errors");

        Assert.Equal(keys, list.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => "many/" + line.Split(' ')[^1]));
        Assert.Empty((await _s3.Store.Uploads.ListAsync(new(), CancellationToken.None)).Objects);
        Assert.Equal(2_200, (await _s3.WaitForExecutionsAsync()).Count);
    }

    [AwsCliFact]
    public async Task PresignedUrlIsReadWithoutCredentials()
    {
        await _s3.PutAsync("uploads/a%20b.txt", "content");

        var address = await _aws.RunAsync("s3", "presign", "s3://uploads/a b.txt");

        Assert.Equal("content", await _s3.Client.GetStringAsync(new Uri(address.Trim())));
    }

    [AwsCliFact]
    public async Task TagsArePutReadAndDeleted()
    {
        await _s3.PutAsync("uploads/a.txt", "x");

        await _aws.RunAsync("s3api", "put-object-tagging", "--bucket", "uploads", "--key", "a.txt", "--tagging", "TagSet=[{Key=a,Value=b}]");

        var tags = await _aws.RunAsync("s3api", "get-object-tagging", "--bucket", "uploads", "--key", "a.txt", "--query", "TagSet", "--output", "text");
        await _aws.RunAsync("s3api", "delete-object-tagging", "--bucket", "uploads", "--key", "a.txt");

        Assert.Equal("a\tb", tags.Trim());
        Assert.Contains("\"TagSet\": []", await _aws.RunAsync("s3api", "get-object-tagging", "--bucket", "uploads", "--key", "a.txt"), StringComparison.Ordinal);
    }

    [AwsCliFact]
    public async Task HeadersOfAnUploadInPartsAreThoseOfTheObjectAndOfItsCopy()
    {
        var file = WriteFile("large.bin", new byte[9 << 20]);
        await _aws.RunAsync(
            "s3", "cp", file, "s3://uploads/large.bin", "--metadata", "album=Summer", "--content-type", "application/x-mine", "--cache-control", "max-age=60",
            "--content-disposition", "attachment; filename=mine.bin", "--checksum-algorithm", "SHA256");
        await _aws.RunAsync("s3api", "copy-object", "--bucket", "uploads", "--key", "copy.bin", "--copy-source", "uploads/large.bin");

        foreach (var key in (string[])["large.bin", "copy.bin"])
        {
            var head = await _aws.RunAsync("s3api", "head-object", "--bucket", "uploads", "--key", key, "--checksum-mode", "ENABLED");
            Assert.All(
                (string[])["\"album\": \"Summer\"", "application/x-mine", "max-age=60", "filename=mine.bin"], text => Assert.Contains(text, head, StringComparison.Ordinal));
        }

        var attributes = await _aws.RunAsync(
            "s3api", "get-object-attributes", "--bucket", "uploads", "--key", "large.bin", "--object-attributes", "ETag", "Checksum", "ObjectParts", "ObjectSize");
        Assert.All((string[])["\"ChecksumSHA256\": ", "\"TotalPartsCount\": 2", "\"ObjectSize\": 9437184"], text => Assert.Contains(text, attributes, StringComparison.Ordinal));
    }

    [AwsCliFact]
    public async Task EveryChecksumAlgorithmOfTheClientIsVerified()
    {
        foreach (var algorithm in (string[])["CRC32", "SHA1", "SHA256"])
        {
            var output = await _aws.RunAsync(
                "s3api", "put-object", "--bucket", "uploads", "--key", $"{algorithm}.txt", "--body", WriteFile("a.txt", [1, 2, 3]), "--checksum-algorithm", algorithm);
            Assert.Contains($"\"Checksum{algorithm}\"", output, StringComparison.Ordinal);
        }
    }

    [AwsCliFact]
    public async Task UnsupportedAndForbiddenOperationsAreReported()
    {
        Assert.Contains("FULL_CONTROL", await _aws.RunAsync("s3api", "get-bucket-acl", "--bucket", "uploads"), StringComparison.Ordinal);
        var (code, _, errors) = await _aws.TryRunAsync("s3api", "put-bucket-acl", "--bucket", "uploads", "--acl", "private");
        Assert.NotEqual(0, code);
        Assert.Contains("(NotImplemented)", errors, StringComparison.Ordinal);
        Assert.Contains("'acl'", errors, StringComparison.Ordinal);

        (code, _, errors) = await _aws.TryRunAsync("s3", "cp", WriteFile("a.txt", [1]), "s3://renditions/a.txt");
        Assert.NotEqual(0, code);
        Assert.Contains("AccessDenied", errors, StringComparison.Ordinal);
    }

    private string GetPath(string name) => Path.Combine(_folder.Path, name);

    private string WriteFile(string name, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(GetPath(name))!);
        System.IO.File.WriteAllBytes(GetPath(name), content);
        return GetPath(name);
    }
}
