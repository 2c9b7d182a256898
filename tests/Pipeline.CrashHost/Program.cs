using System.Security.Cryptography;
using Pipeline.Core.Executions;
using Pipeline.CrashHost;
using Pipeline.Host.Engine.Fence;
using Pipeline.Host.Store;
using Pipeline.Host.Store.Records;

// "decode" runs the whole pipeline, with a codec that crashes (DecoderCrashTests).
if (args is ["decode", var data, .. var files])
{
    return await DecodingHost.RunAsync(data, files);
}

// "decode-fenced" does the same with the codec in other processes (FencedCrashTests), which are this program, too.
if (args is ["decode-fenced", var fencedData, var timeLimit, .. var fencedFiles])
{
    return await FencedHost.RunAsync(fencedData, timeLimit, fencedFiles);
}

if (args is [FencedHost.ProcessArgument])
{
    FencedProgram.Run(new FaultyCodec());
    return 0;
}

// Writes to a data folder until it is killed, and prints every write once it is acknowledged. CrashTests starts it, kills it, and
// checks the folder. If the tests are killed themselves, the end of the input stops it: it must not fill the disk.
var (folder, seed) = (args[0], int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture));
var gate = new Lock();

// Writes wait for the disk on their thread. With one thread a core, the executions would wait behind the uploads for ever.
ThreadPool.SetMinThreads(16, 16);
_ = Task.Run(() =>
{
    while (Console.In.Read() >= 0)
    {
    }

    Environment.Exit(1);
});
await using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true, NewLine = "\n" };
await using var store = LocalStore.Open(folder, TimeProvider.System);
await Task.WhenAll(
    Task.Run(() => UploadAsync(new Random(seed), "a")),
    Task.Run(() => UploadAsync(new Random(seed + 1), "b")),
    Task.Run(() => WriteRenditionsAsync(new Random(seed + 2))),
    Task.Run(() => ExecuteAsync($"{seed}-awaited", isQueued: false)),
    Task.Run(() => ExecuteAsync($"{seed}-queued", isQueued: true)));
return 0;

void Report(params ReadOnlySpan<object?> words)
{
    lock (gate)
    {
        output.WriteLine(string.Join('\t', words));
    }
}

static byte[] CreateContent(Random random)
{
    var content = new byte[random.Next(300_000)];
    random.NextBytes(content);
    return content;
}

async Task UploadAsync(Random random, string name)
{
    while (true)
    {
        var key = $"{name}/{random.Next(5)}/{random.Next(3)}.jpg";
        if (random.Next(4) == 0)
        {
            if (await store.Uploads.DeleteAsync(key, CancellationToken.None) is { } deleted)
            {
                Report("delete", key, deleted.Detail.Object.Sequencer, null);
            }
        }
        else
        {
            var put = await store.Uploads.PutAsync(key, new MemoryStream(CreateContent(random)), null, CancellationToken.None);
            Report("put", key, put.Event.Detail.Object.Sequencer, put.Object.ETag);
        }
    }
}

async Task WriteRenditionsAsync(Random random)
{
    while (true)
    {
        var content = CreateContent(random);
        var key = $"{random.Next(5)}.jpg/x-1/{Convert.ToHexStringLower(SHA256.HashData(content))}.webp";
        await store.Images.WriteRenditionAsync(new(key, "image/webp", "", content), CancellationToken.None);
        Report("rendition", key);
        // Renditions are not synced. Without a pause the disk would have gigabytes of them to write before it syncs anything else.
        await Task.Delay(random.Next(10));
    }
}

async Task ExecuteAsync(string name, bool isQueued)
{
    for (var number = 0; ; number++)
    {
        var arn = $"{name}-{number}";
        await store.Executions.StartAsync(new(arn, arn, "machine", null, DateTimeOffset.UtcNow, "{}"), null, CancellationToken.None);
        Report("start", arn);
        for (var id = 1; id <= 20; id++)
        {
            RecordedEvent[] events = [new(id, id - 1, DateTimeOffset.UtcNow, "TaskStateEntered", $"{{\"arn\":\"{arn}\"}}")];
            if (isQueued)
            {
                await store.Executions.QueueAppendAsync(arn, events, CancellationToken.None);
            }
            else
            {
                await store.Executions.AppendAsync(arn, events, CancellationToken.None);
                Report("event", arn, id);
            }
        }

        await store.Executions.FinishAsync(
            arn, new(RecordedStatus.Succeeded, "{}", null, null, DateTimeOffset.UtcNow), [new(21, 20, DateTimeOffset.UtcNow, "ExecutionSucceeded", null)],
            CancellationToken.None);
        Report("finish", arn);
    }
}
