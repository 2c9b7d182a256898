using Pipeline.Testing.Pictures;
using Pipeline.Testing.Programs;

namespace Pipeline.Tests.Local.Commands;

/// <summary>Commands on a data folder whose disk is full. The folder is not in use.</summary>
public sealed class FullFolderTests
{
    [SmallDiskFact]
    public async Task EveryCommandThatOpensTheFolderSaysInOneLineThatItsDiskIsFull()
    {
        using var disk = new SmallDisk(megabytes: 16);
        using var program = new PipelineProgram();
        var data = Path.Combine(disk.Path, "data");
        program.Write("a.png", SyntheticImages.Png(64, 48));
        (await program.RunAsync("process", "a.png", "--data", data)).AssertExit(0);
        disk.Fill();

        foreach (var command in (string[])
            ["serve --port 0", "process a.png", "executions list", "executions show unknown", "images list", "images show a.png", "backfill", "backfill status", "repair"])
        {
            AssertFull(await program.RunAsync([.. command.Split(' '), "--data", data]), command, data);
        }

        var another = Path.Combine(disk.Path, "another");
        AssertFull(await program.RunAsync("serve", "--port", "0", "--data", another), "serve in a new folder", another);

        disk.Clear();
        var list = await program.RunAsync("images", "list", "--data", data);
        list.AssertExit(0);
        Assert.Contains("a.png", list.Text, StringComparison.Ordinal);
    }

    private static void AssertFull(ProgramRun run, string command, string folder)
    {
        Assert.True(run.ExitCode == 1, $"{command}: exit code {run.ExitCode}\n{run.Text}\n{run.Errors}");
        Assert.Empty(run.Output);
        Assert.Equal(
            $"The disk of the data folder {folder} is full. Free some space there, then run the command again. What was stored before stays, and unfinished executions continue at the next start.",
            run.Errors.Trim());
    }
}
