namespace Pipeline.Testing.Environments;

/// <summary>Text that is kept in the repository so that drift shows in review.</summary>
internal static class Snapshot
{
    /// <summary>Set to 1 to take what the tests produce for the new expectation.</summary>
    public const string AcceptVariable = "PIPELINE_ACCEPT_SNAPSHOTS";

    /// <param name="actual">What was produced.</param>
    /// <param name="path">File in the repository, relative to its root.</param>
    public static void Match(string actual, string path)
    {
        var file = Repository.PathOf(path);
        var normalised = actual.ReplaceLineEndings("\n").TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable(AcceptVariable) == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, normalised);
            return;
        }

        var expected = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "";
        if (expected != normalised)
        {
            var received = Repository.PathOf("artifacts", "snapshots", Path.GetFileName(path));
            Directory.CreateDirectory(Path.GetDirectoryName(received)!);
            File.WriteAllText(received, normalised);
            Assert.Fail($"{path} differs from what was produced (see {received}). If the change is wanted, run the test with {AcceptVariable}=1 and review the diff.");
        }
    }
}
