using Pipeline.Core.Catalogue;
using Pipeline.Core.Deployment;
using Pipeline.Imaging.Formats;
using Pipeline.Testing.Events;

namespace Pipeline.Tests.Core.Catalogue;

public sealed class TransitionTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public void PublishingOrphansThePreviousVersion()
    {
        var first = Publish(null, "1", "e1", "x/");

        var second = Publish(first, "2", "e2", "y/");

        Assert.Equal("y/", second.Record.Current!.Prefix);
        Assert.Equal("x/", Assert.Single(second.Removals).Prefix);
        Assert.Empty(second.Claims);
    }

    [Fact]
    public void PrefixThatAnotherExecutionClaimsIsNotOrphaned()
    {
        var first = Publish(null, "1", "e1", "x/");
        var claimed = TransitionAt("3", "e3").Claim(first, "x/");

        var second = Publish(claimed, "2", "e2", "y/");

        Assert.Empty(second.Removals);
    }

    [Fact]
    public void LastExecutionToReleaseItsClaimRemovesThePrefix()
    {
        var current = Publish(null, "3", "e3", "y/");
        var claimed = TransitionAt("1", "e1").Claim(TransitionAt("2", "e2").Claim(current, "x/"), "x/");

        var one = Release(claimed, "1", "e1");
        Assert.Empty(one.Removals);

        var both = Release(one, "2", "e2");
        Assert.Equal(new("x/", "e2", Now + Transition.RemovalLifetime), Assert.Single(both.Removals));
    }

    [Fact]
    public void ExpiredClaimsProtectNothing()
    {
        var current = Publish(null, "1", "e1", "y/");
        var claimed = TransitionAt("2", "dead").Claim(current, "x/");

        var later = TransitionAt("3", "e3", Transition.GetClaimLifetime(ExecutionTimeLimits.Standard));
        var next = later.MarkOrphans(claimed, later.ReleaseClaims(claimed));

        Assert.Empty(next.Claims);
        Assert.Equal("x/", Assert.Single(next.Removals).Prefix);
    }

    [Fact]
    public void PrefixUnderRemovalCannotBeClaimed()
    {
        var entry = Publish(Publish(null, "1", "e1", "x/"), "2", "e2", "y/");

        Assert.Throws<RenditionsBeingRemovedException>(() => TransitionAt("3", "e3").Claim(entry, "x/"));
        Assert.Single(TransitionAt("3", "e3").Claim(entry.CompleteRemovals("e2"), "x/").Claims);
    }

    [Fact]
    public void RemovalOfADeadExecutionIsTakenOver()
    {
        var entry = Publish(Publish(null, "1", "e1", "x/"), "2", "e2", "y/");

        Assert.Equal("e2", TransitionAt("3", "e3").TakeOverRemovals(entry).Removals.Single().Execution);
        Assert.Equal("e3", TransitionAt("3", "e3", Transition.RemovalLifetime).TakeOverRemovals(entry).Removals.Single().Execution);
    }

    [Fact]
    public void ExecutionFinishesItsOwnRemovalsAndExpiredOnes()
    {
        var entry = Publish(Publish(null, "1", "e1", "x/"), "2", "e2", "y/");

        Assert.True(TransitionAt("2", "e2").HasRemovalsToFinish(entry));
        Assert.False(TransitionAt("3", "e3").HasRemovalsToFinish(entry));
        Assert.True(TransitionAt("3", "e3", Transition.RemovalLifetime).HasRemovalsToFinish(entry));
    }

    [Fact]
    public void ReplacedVersionWaitsForItsRemoval()
    {
        var second = Publish(Publish(null, "1", "e1", "x/"), "2", "e2", "y/", Day);

        Assert.Equal([new("x/", Now + Day)], second.Replaced);
        Assert.Empty(second.Removals);
        Assert.Equal(Now + Day, second.GetRemovalTime());
    }

    [Fact]
    public void VersionThatIsCurrentAgainDoesNotWait()
    {
        var third = Publish(Publish(Publish(null, "1", "e1", "x/"), "2", "e2", "y/", Day), "3", "e3", "x/", Day);

        Assert.Equal([new("y/", Now + Day)], third.Replaced);
        Assert.Empty(third.Removals);
    }

    [Fact]
    public void VersionThatIsPublishedAgainDoesNotReplaceItself()
    {
        var again = Publish(Publish(null, "1", "e1", "x/"), "2", "e2", "x/", Day);

        Assert.Null(again.Replaced);
        Assert.Empty(again.Removals);
    }

    [Fact]
    public void ReleasedClaimOnAWaitingVersionLeavesItsTime()
    {
        var waiting = Publish(Publish(null, "1", "e1", "x/"), "2", "e2", "y/", Day);

        var released = Release(TransitionAt("3", "e3").Claim(waiting, "x/"), "3", "e3");

        Assert.Equal([new("x/", Now + Day)], released.Replaced);
        Assert.Empty(released.Removals);
    }

    [Fact]
    public void DeletionRemovesWhatWaitsAndWhatIsCurrent()
    {
        var waiting = Publish(Publish(null, "1", "e1", "x/"), "2", "e2", "y/", Day);

        var deletion = TransitionAt("3", "e3");
        var deleted = deletion.MarkOrphans(waiting, deletion.Delete(waiting));

        Assert.Null(deleted.Replaced);
        Assert.Equal(["x/", "y/"], deleted.Removals.Select(removal => removal.Prefix).Order());
    }

    [Fact]
    public void OldestOfTooManyReplacedVersionsAreRemovedAtOnce()
    {
        var entry = Publish(null, "1", "e1", "0/");
        for (var number = 1; number <= Transition.MaxReplaced; number++)
        {
            entry = Publish(entry, "1", "e1", $"{number}/", Day + TimeSpan.FromSeconds(number));
        }

        Assert.Empty(entry.Removals);
        entry = Publish(entry, "1", "e1", "next/", Day + Day);

        Assert.Equal(Transition.MaxReplaced, entry.Replaced!.Count);
        Assert.Equal("0/", Assert.Single(entry.Removals).Prefix);
    }

    [Fact]
    public void ReconciliationComesBeforeTheSweep()
    {
        var waiting = Publish(Publish(null, "1", "e1", "x/"), "2", "e2", "y/", Day);
        var claimed = TransitionAt("3", "e3").Claim(waiting, "z/");

        Assert.Null(claimed.GetRemovalTime());
        Assert.Equal(Now + Day, (claimed with { Claims = [claimed.Claims[0] with { IsReconciled = true }] }).GetRemovalTime());
    }

    [Fact]
    public void InterruptedRemovalIsDueWhenItsExecutionIsDead()
    {
        var entry = Publish(Publish(null, "1", "e1", "x/"), "2", "e2", "y/");

        Assert.Equal(Now + Transition.RemovalLifetime, entry.GetRemovalTime());
        Assert.Null(entry.CompleteRemovals("e2").GetRemovalTime());
    }

    [Fact]
    public void RejectedUploadLeavesTheLastGoodVersionCurrent()
    {
        var entry = Publish(null, "1", "e1", "x/");

        var rejected = TransitionAt("2", "e2").RecordFailure(entry, ImageStatus.Rejected, new("corruptImage", "…"));

        Assert.Equal(ImageStatus.Rejected, rejected.Record.Status);
        Assert.Equal("x/", rejected.Record.Current!.Prefix);
        Assert.Equal("2", rejected.Record.Sequencer);
    }

    [Fact]
    public void DeletionIsRememberedForThirtyDays()
    {
        var deleted = TransitionAt("2", "e2").Delete(Publish(null, "1", "e1", "x/"));

        Assert.Equal(ImageStatus.Deleted, deleted.Record.Status);
        Assert.Null(deleted.Record.Current);
        Assert.Equal(Now.AddDays(30), deleted.Record.ExpiresAt);
    }

    [Fact]
    public void ClaimOnATombstoneKeepsItFromExpiring()
    {
        var deleted = TransitionAt("2", "e2").Delete(null);

        var claimed = TransitionAt("3", "e3").Claim(deleted, "x/");

        Assert.Null(claimed.Record.ExpiresAt);
        Assert.Equal(ImageStatus.Processing, claimed.Record.Status);
    }

    [Fact]
    public void BackfillKeepsTheKnownSequencer()
    {
        var entry = Publish(null, "5", "e1", "x/");

        Assert.Equal("5", TransitionAt(null, "e2").Confirm(entry).Record.Sequencer);
    }

    private static Transition TransitionAt(string? sequencer, string execution, TimeSpan later = default) =>
        new(ImageEvents.Created("a", sequencer, "etag"), execution, Now + later);

    private static CatalogueEntry Publish(CatalogueEntry? entry, string sequencer, string execution, string prefix, TimeSpan grace = default)
    {
        var transition = TransitionAt(sequencer, execution);
        var claimed = transition.Claim(entry, prefix);
        return transition.MarkOrphans(claimed, transition.Publish(claimed, new("sha", "set", prefix, ImageFormat.Png, 1, 1, 1, 1, null, []), grace));
    }

    private static CatalogueEntry Release(CatalogueEntry entry, string sequencer, string execution)
    {
        var transition = TransitionAt(sequencer, execution);
        return transition.MarkOrphans(entry, transition.ReleaseClaims(entry));
    }
}
