using Pipeline.Imaging.Buffers;

namespace Pipeline.Tests.Imaging.Buffers;

public sealed unsafe class BlockPoolTests
{
    private const int Megabyte = 1 << 20;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(3 * Megabyte + 1)]
    public void BlockHasTheLengthAndStartsAtACacheLine(int length)
    {
        using var block = new BlockPool(Megabyte).Rent(length);

        block.GetSpan().Fill(7);

        Assert.Equal(length, block.Memory.Length);
        Assert.Equal(0, (nint)block.Start % 64);
    }

    [Fact]
    public void ReturnedBlockIsLentAgain()
    {
        var pool = new BlockPool(8 * Megabyte);
        var first = pool.Rent(4 * Megabyte);
        var start = (nint)first.Start;
        first.Dispose();

        using var second = pool.Rent((4 * Megabyte) - 100);

        Assert.Equal(start, (nint)second.Start);
        Assert.Equal(0, pool.IdleBytes);
        Assert.Equal((4 * Megabyte) - 100, second.Memory.Length);
    }

    [Fact]
    public void BlockIsNotLentForMuchLess()
    {
        var pool = new BlockPool(8 * Megabyte);
        pool.Rent(4 * Megabyte).Dispose();

        using var small = pool.Rent(Megabyte);

        Assert.Equal(4 * Megabyte, pool.IdleBytes);
    }

    [Fact]
    public void IdleBlocksStayWithinTheBoundAndTheOldestGoesFirst()
    {
        var pool = new BlockPool(8 * Megabyte);
        var blocks = Enumerable.Range(3, 4).Select(size => pool.Rent(size * Megabyte)).ToArray();
        foreach (var block in blocks)
        {
            block.Dispose();
            Assert.InRange(pool.IdleBytes, 0, 8 * Megabyte);
        }

        // 3, 4, 5 and 6 MB came back: only the last one fits.
        Assert.Equal(6 * Megabyte, pool.IdleBytes);
    }

    [Fact]
    public void BlockLargerThanTheBoundIsNeverKeptAndMakesRoom()
    {
        var pool = new BlockPool(8 * Megabyte);
        pool.Rent(4 * Megabyte).Dispose();

        using (pool.Rent(9 * Megabyte))
        {
            Assert.Equal(0, pool.IdleBytes);
        }

        Assert.Equal(0, pool.IdleBytes);
    }

    [Fact]
    public void SecondDisposeDoesNothing()
    {
        var pool = new BlockPool(8 * Megabyte);
        var block = pool.Rent(Megabyte);

        block.Dispose();
        block.Dispose();

        Assert.Equal(Megabyte, pool.IdleBytes);
        Assert.Throws<ObjectDisposedException>(() => block.GetSpan().Length);
    }

    [Fact]
    public void ThreadsNeverShareABlock()
    {
        var pool = new BlockPool(4 * Megabyte);

        Parallel.For(0, 200, number =>
        {
            using var block = pool.Rent(Megabyte + (number % 3 * 1000));
            block.GetSpan().Fill((byte)number);
            Thread.Yield();
            Assert.False(block.GetSpan().ContainsAnyExcept((byte)number));
        });

        Assert.InRange(pool.IdleBytes, Megabyte, 4 * Megabyte);
    }
}
