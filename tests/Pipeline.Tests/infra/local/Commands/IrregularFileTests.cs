using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.Versioning;
using Pipeline.Testing.Pictures;
using Pipeline.Testing.Programs;

namespace Pipeline.Tests.Local.Commands;

/// <summary>Named pipes, sockets, devices and links in place of files: nothing waits for them or reads them without end.</summary>
public sealed class IrregularFileTests : IDisposable
{
    private readonly PipelineProgram _program = new();

    public void Dispose() => _program.Dispose();

    [UnixFact("named pipes")]
    public async Task NamedPipesSocketsAndDevicesAreNamedAndTheOthersAreProcessed()
    {
        _program.Write("photos/a.jpg", SyntheticImages.Jpeg(40, 30));
        CreatePipe("photos/pipe.jpg");
        using var socket = Listen("photos/socket.jpg");
        File.CreateSymbolicLink(_program.PathOf("photos/zero.jpg"), "/dev/zero");

        var run = await _program.RunAsync("process", "photos", "--json");

        run.AssertExit(1);
        Assert.Equal(["uploads/photos/a.jpg"], run.Objects.Select(line => (string)line["imageId"]!));
        Assert.Contains("pipe.jpg is a named pipe. Only regular files can be read.", run.Errors, StringComparison.Ordinal);
        Assert.Contains("socket.jpg is a socket", run.Errors, StringComparison.Ordinal);
        Assert.Contains("zero.jpg is a device", run.Errors, StringComparison.Ordinal);
    }

    [UnixFact("named pipes")]
    public async Task CommandsThatReadFilesRefuseNamedPipesAndDevices()
    {
        CreatePipe("pipe.json");

        (await _program.RunAsync("metadata", "pipe.json")).AssertUsageError("pipe.json is a named pipe");
        (await _program.RunAsync("metadata", "/dev/zero")).AssertUsageError("/dev/zero is a device");
        (await _program.RunAsync("asl", "validate", "pipe.json")).AssertUsageError("pipe.json is a named pipe");
        (await _program.RunAsync("process", "--renditions", "/dev/zero")).AssertUsageError("/dev/zero is a device");
    }

    [SignalFact]
    public async Task WatchContinuesAfterANamedPipe()
    {
        CreatePipe("inbox/a.jpg");
        using var watching = _program.Start("process", "--watch", "inbox", "--json");
        await Task.Delay(3000);
        _program.Write("inbox/b.jpg", SyntheticImages.Jpeg(40, 30));
        await watching.WaitForLinesAsync(1);

        watching.Interrupt();
        var run = await watching.WaitForExitAsync();

        run.AssertExit(1);
        Assert.Equal(["inbox/b.jpg"], run.Objects.Select(line => (string)line["record"]!["key"]!));
        Assert.Contains("a.jpg is a named pipe", run.Errors, StringComparison.Ordinal);
    }

    [SignalFact]
    public async Task LinksThatLeadOutOfTheWatchedFolderAreReportedAndNotFollowed()
    {
        LinkInAndOut();
        using var watching = _program.Start("process", "--watch", "inbox", "--json");
        await watching.WaitForLinesAsync(2);
        await Task.Delay(2000);

        watching.Interrupt();
        var run = await watching.WaitForExitAsync();

        run.AssertExit(1);
        Assert.Equal(["inbox/inside.jpg", "inbox/there.jpg"], run.Objects.Select(line => (string)line["record"]!["key"]!).Order(StringComparer.Ordinal));
        Assert.Contains("outside the watched folder", run.Errors, StringComparison.Ordinal);
        Assert.Contains("Use --follow", run.Errors, StringComparison.Ordinal);
    }

    [SignalFact]
    public async Task FollowFollowsLinksOutOfTheWatchedFolderOnceWhateverLoopsTheyForm()
    {
        LinkInAndOut();
        Directory.CreateSymbolicLink(_program.PathOf("outside/again"), _program.PathOf("outside"));
        Directory.CreateSymbolicLink(_program.PathOf("inbox/self"), _program.PathOf("inbox"));
        using var watching = _program.Start("process", "--watch", "inbox", "--follow", "--json");
        await watching.WaitForLinesAsync(4);
        // A file that arrives behind a link.
        _program.Write("outside/new.jpg", SyntheticImages.Jpeg(40, 30, seed: 3));
        await watching.WaitForLinesAsync(1);

        watching.Interrupt();
        var run = await watching.WaitForExitAsync();

        run.AssertExit(0);
        Assert.Equal(
            ["inbox/folder/new.jpg", "inbox/folder/other.jpg", "inbox/inside.jpg", "inbox/outside.jpg", "inbox/there.jpg"],
            run.Objects.Select(line => (string)line["record"]!["key"]!).Order(StringComparer.Ordinal));
    }

    [UnixFact("permissions")]
    [UnsupportedOSPlatform("windows")]
    public async Task DataFolderAndEverythingInItIsPrivate()
    {
        _program.Write("deep/er/a.jpg", SyntheticImages.Jpeg(40, 30));

        (await _program.RunAsync("process", "deep")).AssertExit(0);

        const UnixFileMode file = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(file | UnixFileMode.UserExecute, File.GetUnixFileMode(_program.DataFolder));
        var folders = Directory.GetDirectories(_program.DataFolder, "*", SearchOption.AllDirectories);
        var files = Directory.GetFiles(_program.DataFolder, "*", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        Assert.All(folders, path => Assert.Equal(file | UnixFileMode.UserExecute, File.GetUnixFileMode(path)));
        Assert.All(files, path => Assert.Equal(file, File.GetUnixFileMode(path)));
    }

    private void LinkInAndOut()
    {
        _program.Write("inbox/there.jpg", SyntheticImages.Jpeg(40, 30, seed: 1));
        _program.Write("outside/other.jpg", SyntheticImages.Jpeg(40, 30, seed: 2));
        File.CreateSymbolicLink(_program.PathOf("inbox/inside.jpg"), _program.PathOf("inbox/there.jpg"));
        File.CreateSymbolicLink(_program.PathOf("inbox/outside.jpg"), _program.PathOf("outside/other.jpg"));
        Directory.CreateSymbolicLink(_program.PathOf("inbox/folder"), _program.PathOf("outside"));
    }

    private void CreatePipe(string relative)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_program.PathOf(relative))!);
        using var mkfifo = Process.Start("mkfifo", [_program.PathOf(relative)]);
        mkfifo.WaitForExit();
        Assert.Equal(0, mkfifo.ExitCode);
    }

    private Socket Listen(string relative)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(_program.PathOf(relative)));
        return socket;
    }
}
