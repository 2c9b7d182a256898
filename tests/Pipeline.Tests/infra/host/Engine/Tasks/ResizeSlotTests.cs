using Pipeline.Testing.Hosts;
using Pipeline.Testing.Pictures;
using Pipeline.Vips;

namespace Pipeline.Tests.Host.Engine.Tasks;

public sealed class ResizeSlotTests
{
    [Fact]
    public async Task RenditionsWaitingForADecodeDoNotBlockOtherImages()
    {
        using var gate = new ManualResetEventSlim();
        var decodes = 0;
        var codec = new FaultyCodec(new VipsCodec())
        {
            BeforeDecode = () =>
            {
                if (Interlocked.Increment(ref decodes) == 1)
                {
                    gate.Wait();
                }
            },
        };
        await using var pipeline = new PipelineUnderTest(codec: codec, parallelism: 2);

        var slow = pipeline.UploadAsync("slow.png", SyntheticImages.Png(300, 200));
        SpinWait.SpinUntil(() => Volatile.Read(ref decodes) == 1);
        var quick = await pipeline.UploadAsync("quick.png", SyntheticImages.Png(200, 300));

        Assert.Equal("succeeded", quick.Name);
        Assert.False(slow.IsCompleted);
        gate.Set();
        Assert.Equal("succeeded", (await slow).Name);
    }
}
