namespace Pipeline.Testing.Environments;

/// <summary>Compares text with a file in the repository, so that changes show in review.</summary>
internal static class Snapshot
{
    /// <summary>Environment variable. Set it to 1 to accept the texts that the tests produce.</summary>
    public const string AcceptVariable = "PIPELINE_ACCEPT_SNAPSHOTS";

    /// <param name="actual">The produced text.</param>
    /// <param name="path">File with the expected text, relative to the root of the repository.</param>
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
            Assert.Fail(
                $"{path} differs from the produced text in {received}. If the change is intended, run the test with {AcceptVariable}=1 and review the diff.");
        }
    }
}
