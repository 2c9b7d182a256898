using Microsoft.Data.Sqlite;
using Pipeline.Testing.Pictures;
using Pipeline.Testing.Programs;

namespace Pipeline.Tests.Local.Commands;

/// <summary><c>repair</c> from the outside: a lost database, and files that people deleted or damaged.</summary>
public sealed class RepairCommandTests : IDisposable
{
    private readonly PipelineProgram _program = new();

    public void Dispose() => _program.Dispose();

    public static TheoryData<string> Losses => ["missing", "empty", "damaged"];

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task LostDatabaseIsRefusedAndRepairRebuildsTheCatalogue(string loss)
    {
        await ProcessAsync("cats/a.jpg", "b.png");
        var (images, files) = (await ListAsync(), ListFiles());
        Lose(loss);

        foreach (var command in (string[][])[["process", "cats"], ["images", "list"], ["serve", "--port", "0"]])
        {
            (await _program.RunAsync(command)).AssertUsageError(loss, "image-pipeline repair");
        }

        Assert.Equal(files, ListFiles());
        var repair = await _program.RunAsync("repair");

        repair.AssertExit(0);
        Assert.Contains("A new one was created", repair.Text, StringComparison.Ordinal);
        Assert.Contains("cats/a.jpg: the original has no record; it is processed", repair.Text, StringComparison.Ordinal);
        Assert.Equal(images, await ListAsync());
        Assert.Equal(files, ListFiles());
        (await _program.RunAsync("process", "cats")).AssertExit(0);
    }

    [Fact]
    public async Task IntactFolderHasNothingToRepair()
    {
        await ProcessAsync("a.jpg");

        var repair = await _program.RunAsync("repair");

        repair.AssertExit(0);
        Assert.Contains("Compared 1 original and 3 renditions: nothing is wrong.", repair.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DeletedAndDamagedFilesAreFoundAndMendedByTheirKind()
    {
        await ProcessAsync("kept.jpg", "gone.jpg", "changed.jpg", "cut.jpg", "hollow.jpg", "bare.jpg");
        var files = ListFiles();
        File.Delete(Data("uploads", "gone.jpg"));
        File.WriteAllBytes(Data("uploads", "changed.jpg"), SyntheticImages.Jpeg(50, 40, seed: 99));
        Truncate(Rendition("cut.jpg", "thumb.webp"));
        var hollow = Rendition("hollow.jpg", "large-jpeg.jpg");
        File.WriteAllBytes(hollow, new byte[new FileInfo(hollow).Length]);
        Directory.Delete(Data("renditions", "bare.jpg%"), recursive: true);
        _program.Write(".pipeline/uploads/new.jpg", SyntheticImages.Jpeg(40, 30, seed: 50));
        _program.Write(".pipeline/uploads/no key", "by hand");

        var repair = await _program.RunAsync("repair");
        var again = await _program.RunAsync("repair");

        repair.AssertExit(0);
        Assert.Contains("gone.jpg: the original is gone; its record is marked as deleted", repair.Text, StringComparison.Ordinal);
        Assert.Contains("changed.jpg: the original was changed by hand", repair.Text, StringComparison.Ordinal);
        Assert.Contains("new.jpg: the original has no record", repair.Text, StringComparison.Ordinal);
        Assert.Contains("thumb.webp: the rendition is damaged; it is made again", repair.Text, StringComparison.Ordinal);
        Assert.Contains("large-jpeg.jpg: the rendition is damaged; it is made again", repair.Text, StringComparison.Ordinal);
        Assert.Equal(3, repair.Output.Count(line => line.Contains("the rendition is gone", StringComparison.Ordinal)));
        Assert.Contains($"uploads{Path.DirectorySeparatorChar}no key: the pipeline did not write this file", repair.Text, StringComparison.Ordinal);
        Assert.Contains("6 images to process", repair.Text, StringComparison.Ordinal);
        Assert.Contains("1 finding, 0 images to process", again.Text, StringComparison.Ordinal);
        var records = (await _program.RunAsync("images", "list", "--json")).Objects;
        Assert.All(
            records.Where(record => record["current"] is not null),
            record => Assert.StartsWith($"{record["key"]}/{((string)record["current"]!["sha256"]!)[..16]}-{record["current"]!["renditionSet"]}/", (string)record["current"]!["prefix"]!, StringComparison.Ordinal));
        var images = records.ToDictionary(record => (string)record["key"]!, record => (string)record["status"]!);
        Assert.Equal("deleted", images["gone.jpg"]);
        Assert.All(images.Where(image => image.Key != "gone.jpg"), image => Assert.Equal("ready", image.Value));
        Assert.Equal(6, images.Count - 1);
        Assert.Contains(Rendition("cut.jpg", "thumb.webp"), files);
        Assert.NotEqual(0, File.ReadAllBytes(hollow)[0]);
        Assert.Equal(3, Directory.GetFiles(Data("renditions", "bare.jpg%"), "*", SearchOption.AllDirectories).Length);
        Assert.False(Directory.Exists(Data("renditions", "gone.jpg%")));
    }

    [Fact]
    public async Task RepairThatWasInterruptedHasToBeRepeated()
    {
        await ProcessAsync("a.jpg");
        using (var database = new SqliteConnection($"Data Source={Data("pipeline.db")};Pooling=False"))
        {
            database.Open();
            using var command = database.CreateCommand();
            command.CommandText = "INSERT INTO settings(name, value) VALUES ('repair', 'unfinished')";
            command.ExecuteNonQuery();
        }

        (await _program.RunAsync("process", "a.jpg")).AssertUsageError("was interrupted", "image-pipeline repair");
        (await _program.RunAsync("repair")).AssertExit(0);
        (await _program.RunAsync("process", "a.jpg")).AssertExit(0);
    }

    [Fact]
    public async Task FolderWithoutOriginalsAndDatabaseIsNoDataFolder()
    {
        Directory.CreateDirectory(_program.PathOf("elsewhere"));

        (await _program.RunAsync("repair", "--data", "elsewhere")).AssertUsageError("is not a data folder");
    }

    private async Task ProcessAsync(params string[] keys)
    {
        foreach (var (index, key) in keys.Index())
        {
            _program.Write(key, key.EndsWith(".png", StringComparison.Ordinal) ? SyntheticImages.Png(50, 40, index) : SyntheticImages.Jpeg(50, 40, index));
        }

        (await _program.RunAsync(["process", .. keys])).AssertExit(0);
    }

    /// <summary>What readers see of each image.</summary>
    private async Task<IReadOnlyList<string>> ListAsync() =>
    [
        .. (await _program.RunAsync("images", "list", "--json")).Objects
            .Select(record => $"{record["imageId"]} {record["status"]} {record["current"]!.ToJsonString()}").Order(StringComparer.Ordinal),
    ];

    private IReadOnlyList<string> ListFiles() =>
    [
        .. ((string[])["uploads", "renditions"]).SelectMany(folder => Directory.GetFiles(Data(folder), "*", SearchOption.AllDirectories)).Order(StringComparer.Ordinal),
    ];

    private void Lose(string loss)
    {
        if (loss == "missing")
        {
            File.Delete(Data("pipeline.db"));
        }
        else
        {
            File.WriteAllBytes(Data("pipeline.db"), loss == "empty" ? [] : Enumerable.Repeat((byte)7, 8192).ToArray());
        }
    }

    private string Rendition(string key, string name) => Assert.Single(Directory.GetFiles(Data("renditions", key + "%"), name, SearchOption.AllDirectories));

    private static void Truncate(string path)
    {
        using var file = File.OpenWrite(path);
        file.SetLength(file.Length / 2);
    }

    private string Data(params string[] parts) => Path.Combine([_program.DataFolder, .. parts]);
}
