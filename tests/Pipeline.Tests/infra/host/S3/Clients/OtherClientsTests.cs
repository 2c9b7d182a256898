using System.Diagnostics;
using Pipeline.Host.Signatures;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Pictures;

namespace Pipeline.Tests.Host.S3.Clients;

/// <summary>s3cmd and rclone as people use them, on a host that checks their signatures.</summary>
public sealed class OtherClientsTests : IAsyncLifetime
{
    private static readonly HostCredentials Credentials = new("AKLOCAL", "secret");

    private readonly TemporaryFolder _folder = new();
    private S3UnderTest _s3 = null!;

    public async Task InitializeAsync() => _s3 = await S3UnderTest.StartAsync(access: new() { Credentials = Credentials });

    public async Task DisposeAsync()
    {
        await _s3.DisposeAsync();
        _folder.Dispose();
    }

    [ProgramFact("s3cmd")]
    public async Task S3cmdPutsSyncsDescribesAndRemoves()
    {
        await System.IO.File.WriteAllTextAsync(PathOf("s3cfg"), $"""
            [default]
            access_key = {Credentials.AccessKey}
            secret_key = {Credentials.SecretKey}
            host_base = localhost:{_s3.Port}
            host_bucket = localhost:{_s3.Port}
            use_https = False
            """);
        var photo = SyntheticImages.Png(64, 48);
        Write("album/one.png", photo);
        Write("album/zwei ü + 2.txt", "text"u8.ToArray());
        Write("large.bin", new byte[16 << 20]);

        await S3cmdAsync("put", PathOf("album/one.png"), "s3://uploads/one.png", "--add-header=x-amz-meta-album:Summer", "--mime-type=image/png", "--add-header=Cache-Control: max-age=60");
        await S3cmdAsync("sync", PathOf("album/"), "s3://uploads/album/");
        var again = await S3cmdAsync("sync", PathOf("album/"), "s3://uploads/album/");
        await S3cmdAsync("put", PathOf("large.bin"), "s3://uploads/large.bin");
        var list = await S3cmdAsync("ls", "--recursive", "s3://uploads");
        var info = await S3cmdAsync("info", "s3://uploads/one.png");
        var bucket = await S3cmdAsync("info", "s3://uploads");
        await S3cmdAsync("get", "s3://uploads/large.bin", PathOf("back.bin"));
        await S3cmdAsync("cp", "s3://uploads/one.png", "s3://uploads/copy.png");
        var copy = await S3cmdAsync("info", "s3://uploads/copy.png");
        await S3cmdAsync("modify", "--add-header=x-amz-meta-album:Winter", "s3://uploads/copy.png");
        var modified = await S3cmdAsync("info", "s3://uploads/copy.png");
        await S3cmdAsync("del", "--recursive", "--force", "s3://uploads/album/");
        await S3cmdAsync("multipart", "s3://uploads");

        Assert.DoesNotContain("upload:", again, StringComparison.Ordinal);
        Assert.All((string[])["one.png", "album/zwei ü + 2.txt", "large.bin"], key => Assert.Contains($"s3://uploads/{key}", list, StringComparison.Ordinal));
        Assert.All([info, copy], text => Assert.Contains("Summer", text, StringComparison.Ordinal));
        Assert.Contains("image/png", info, StringComparison.Ordinal);
        Assert.Contains("Winter", modified, StringComparison.Ordinal);
        Assert.Contains("Location:  us-east-1", bucket, StringComparison.Ordinal);
        Assert.Equal(16 << 20, new FileInfo(PathOf("back.bin")).Length);
        Assert.Equal(["copy.png", "large.bin", "one.png"], (await _s3.Store.Uploads.ListAsync(new(), CancellationToken.None)).Objects.Select(found => found.Key));
        Assert.Equal("max-age=60", (await _s3.Store.Uploads.HeadAsync("one.png", CancellationToken.None))!.Properties!.Headers!["Cache-Control"]);
    }

    [ProgramFact("rclone")]
    public async Task RcloneCopiesChecksMovesAndDeletes()
    {
        await System.IO.File.WriteAllTextAsync(PathOf("rclone.conf"), $"""
            [local]
            type = s3
            provider = Other
            access_key_id = {Credentials.AccessKey}
            secret_access_key = {Credentials.SecretKey}
            endpoint = http://localhost:{_s3.Port}
            """);
        Write("album/one.png", SyntheticImages.Png(64, 48));
        Write("album/in a folder/zwei ü + 2.txt", "text"u8.ToArray());
        Write("album/large.bin", new byte[12 << 20]);

        await RcloneAsync("copy", PathOf("album"), "local:uploads/album", "--s3-upload-cutoff", "6M", "--s3-chunk-size", "5M", "--header-upload", "Cache-Control: max-age=60");
        await RcloneAsync("check", PathOf("album"), "local:uploads/album", "--download");
        var again = await RcloneAsync("copy", PathOf("album"), "local:uploads/album", "-v");
        var buckets = await RcloneAsync("lsd", "local:");
        var tree = await RcloneAsync("lsf", "-R", "local:uploads");
        await RcloneAsync("moveto", "local:uploads/album/one.png", "local:uploads/album/moved.png");
        await RcloneAsync("touch", "local:uploads/album/moved.png");
        await RcloneAsync("copy", "local:uploads/album", PathOf("back"));
        await RcloneAsync("delete", "local:uploads/album/in a folder");
        var size = await RcloneAsync("size", "local:uploads");

        Assert.DoesNotContain("Copied", again, StringComparison.Ordinal);
        Assert.All((string[])["uploads", "renditions"], name => Assert.Contains(name, buckets, StringComparison.Ordinal));
        Assert.Contains("album/in a folder/zwei ü + 2.txt", tree, StringComparison.Ordinal);
        Assert.Equal(12 << 20, new FileInfo(PathOf("back/large.bin")).Length);
        Assert.Equal("text", await System.IO.File.ReadAllTextAsync(PathOf("back/in a folder/zwei ü + 2.txt")));
        Assert.Contains("Total objects: 2", size, StringComparison.Ordinal);
        var large = await _s3.Store.Uploads.HeadAsync("album/large.bin", CancellationToken.None);
        Assert.Equal("max-age=60", large!.Properties!.Headers!["Cache-Control"]);
        Assert.Contains("mtime", large.Metadata!.Keys);
        Assert.Equal("image/png", (await _s3.Store.Uploads.HeadAsync("album/moved.png", CancellationToken.None))!.ContentType);
    }

    private Task<string> S3cmdAsync(params string[] arguments) => RunAsync("s3cmd", ["--config", PathOf("s3cfg"), "--no-progress", .. arguments]);

    private Task<string> RcloneAsync(params string[] arguments) => RunAsync("rclone", ["--config", PathOf("rclone.conf"), .. arguments]);

    private string PathOf(string name) => Path.Combine(_folder.Path, name);

    private void Write(string name, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        System.IO.File.WriteAllBytes(PathOf(name), content);
    }

    /// <summary>Runs a program. The test fails if the program does.</summary>
    /// <returns>What it prints.</returns>
    private async Task<string> RunAsync(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _folder.Path };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["HOME"] = _folder.Path;
        start.Environment["NO_PROXY"] = "localhost";
        start.Environment["PYTHONUTF8"] = "1";
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        var text = await output + await errors;
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{text}");
        return text;
    }
}

/// <summary>A test with an installed program, skipped if it is not installed.</summary>
internal sealed class ProgramFactAttribute : FactAttribute
{
    public ProgramFactAttribute(string program)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, "--version") { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.WaitForExit();
            Skip = process.ExitCode == 0 ? null : $"needs {program}; {program} --version ended with {process.ExitCode}";
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            Skip = $"needs {program} (apt install {program}): {exception.Message}";
        }
    }
}
