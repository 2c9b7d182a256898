using Pipeline.Host.Engine.Attempts;
using Pipeline.Testing.Environments;

namespace Pipeline.Tests.Host.Engine.Attempts;

public sealed class DecodeAttemptsTests : IDisposable
{
    private readonly List<TemporaryFolder> _folders = [new()];
    private readonly List<DecodeAttempts> _opened = [];

    public void Dispose()
    {
        _opened.ForEach(opened => opened.Dispose());
        _folders.ForEach(folder => folder.Dispose());
    }

    [Fact]
    public void ExecutionThatWasInsideAloneThreeTimesIsCondemned()
    {
        for (var crash = 0; crash < 3; crash++)
        {
            var attempts = crash == 0 ? Open() : OpenAfterCrash();
            Assert.Equal((crash, crash > 0, false), (attempts.CountCrashes("a"), attempts.IsSuspect("a"), attempts.IsCondemned("a")));
            attempts.Enter("b").Dispose();
            attempts.Enter("a");
        }

        var last = OpenAfterCrash();
        Assert.Equal((3, false, true), (last.CountCrashes("a"), last.IsSuspect("a"), last.IsCondemned("a")));
        Assert.False(last.IsSuspect("b"));
    }

    [Fact]
    public void SeveralExecutionsInsideAreSuspectsButNotBlamed()
    {
        for (var crash = 0; crash < 5; crash++)
        {
            var attempts = crash == 0 ? Open() : OpenAfterCrash();
            attempts.Enter("a");
            attempts.Enter("b");
        }

        var last = OpenAfterCrash();
        Assert.All(["a", "b"], execution => Assert.Equal((0, true), (last.CountCrashes(execution), last.IsSuspect(execution))));
    }

    [Fact]
    public void ExecutionThatEndsIsForgotten()
    {
        Open().Enter("a");
        var attempts = OpenAfterCrash();
        attempts.Enter("a").Dispose();
        attempts.Forget("a");

        Assert.False(attempts.IsSuspect("a"));
        Assert.False(OpenAfterCrash().IsSuspect("a"));
    }

    [Fact]
    public void ExecutionIsInsideUntilItsLastCallIsDone()
    {
        var attempts = Open();
        var (first, second) = (attempts.Enter("a"), attempts.Enter("a"));
        first.Dispose();
        first.Dispose();

        Assert.Equal(1, OpenAfterCrash(of: attempts).CountCrashes("a"));
        second.Dispose();
        Assert.Equal(0, OpenAfterCrash(of: attempts).CountCrashes("a"));
    }

    [Fact]
    public void StopInOrderBlamesNobody()
    {
        var attempts = Open();
        var call = attempts.Enter("a");
        attempts.Dispose();
        call.Dispose();

        Assert.False(OpenAfterCrash().IsSuspect("a"));
    }

    [Fact]
    public void MoreExecutionsThanSlotsAndLongNamesFit()
    {
        var attempts = Open();
        string[] names = [.. Enumerable.Range(0, 100).Select(number => $"{number}-{new string('\u6C34', 70)}")];
        Array.ForEach(names, name => attempts.Enter(name));

        Assert.All(names, name => Assert.False(attempts.IsSuspect(name)));
        var restarted = OpenAfterCrash();
        Assert.All(names, name => Assert.True(restarted.IsSuspect(name)));
    }

    private DecodeAttempts Open()
    {
        var opened = DecodeAttempts.Open(_folders[^1].Path);
        _opened.Add(opened);
        return opened;
    }

    /// <summary>Opens a copy of the folder: what a process that died now would leave.</summary>
    private DecodeAttempts OpenAfterCrash(DecodeAttempts? of = null)
    {
        var source = of is null ? _folders[^1] : _folders[_opened.IndexOf(of)];
        var copy = new TemporaryFolder();
        _folders.Add(copy);
        using (var file = new FileStream(Path.Combine(source.Path, "attempts"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
        using (var target = File.Create(Path.Combine(copy.Path, "attempts")))
        {
            file.CopyTo(target);
        }

        return Open();
    }
}
