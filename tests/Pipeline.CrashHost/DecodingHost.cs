using Pipeline.Core.Renditions;
using Pipeline.Host.Engine;

namespace Pipeline.CrashHost;

/// <summary>Runs the pipeline over files, and prints what it decodes and each outcome. A picture of a certain width crashes it.</summary>
internal static class DecodingHost
{
    /// <param name="folder">Data folder.</param>
    /// <param name="files">Files to upload, after what an earlier run left.</param>
    public static async Task<int> RunAsync(string folder, IReadOnlyList<string> files)
    {
        var codec = new CrashingCodec();
        await using var pipeline = LocalPipeline.Open(
            new(folder, RenditionSetReader.Read("""{ "renditions": [{ "name": "small", "width": 20 }] }""", "set.json")) { Parallelism = 3 }, codec, TimeProvider.System);
        var submissions = (await pipeline.ResumeAsync(CancellationToken.None)).ToList();
        foreach (var file in files)
        {
            await using var content = File.OpenRead(file);
            submissions.Add(await pipeline.UploadAsync(Path.GetFileName(file), content, CancellationToken.None));
        }

        codec.Start();
        foreach (var submission in submissions)
        {
            var outcome = await submission.Completion;
            Console.WriteLine($"outcome\t{outcome.ImageId}\t{outcome.Name}\t{outcome.Reason?.Code}");
        }

        return 0;
    }
}
