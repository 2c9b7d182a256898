using Pipeline.Interpreter.Time;

namespace Pipeline.Tests.Interpreter;

public sealed class VirtualTimeTests
{
    [Fact]
    public async Task TimeJumpsToTheNextTimerWhenIdle()
    {
        using var time = new VirtualTimeProvider(Trial.Noon);

        await Task.WhenAll(Task.Delay(TimeSpan.FromDays(2), time), Task.Delay(TimeSpan.FromDays(1), time));

        Assert.Equal(Trial.Noon.AddDays(2), time.GetUtcNow());
    }

    [Fact]
    public async Task PeriodicTimerFiresOncePerPeriod()
    {
        using var time = new VirtualTimeProvider(Trial.Noon);
        var fired = new List<DateTimeOffset>();
        var finished = new TaskCompletionSource();
        ITimer? timer = null;
        using (time.Pause())
        {
            timer = time.CreateTimer(
                _ =>
                {
                    fired.Add(time.GetUtcNow());
                    if (fired.Count == 3)
                    {
                        timer!.Dispose();
                        finished.SetResult();
                    }
                },
                null,
                TimeSpan.FromSeconds(5),
                TimeSpan.FromHours(1));
        }

        await finished.Task.WaitAsync(TimeSpan.FromSeconds(10));

        var first = Trial.Noon.AddSeconds(5);
        Assert.Equal([first, first.AddHours(1), first.AddHours(2)], fired);
    }

    [Fact]
    public async Task TimeStandsStillWhilePaused()
    {
        using var time = new VirtualTimeProvider(Trial.Noon);
        var hold = time.Pause();
        var delay = Task.Delay(TimeSpan.FromSeconds(1), time);

        await Task.Delay(50);
        Assert.False(delay.IsCompleted);
        hold.Dispose();

        await delay.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task WorkingHandlerPausesVirtualTime()
    {
        var trial = new Trial("""
            {"StartAt":"B","States":{"B":{"Type":"Parallel","End":true,"Branches":[
              {"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":100,"End":true}}},
              {"StartAt":"T","States":{"T":{"Type":"Task","Resource":"t","TimeoutSeconds":5,"End":true}}}]}}}
            """);
        trial.On("T", async (_, token) =>
        {
            await Task.Delay(100, token);
            return trial.Time.GetUtcNow().ToString("HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);
        });

        var result = await trial.RunAsync();

        Assert.Equal("12:00:00", result.Output![1]!.GetValue<string>());
        Assert.Equal(Trial.Noon.AddSeconds(100), trial.History[^1].Timestamp);
    }

    [Fact]
    public async Task ChangedTimerFiresOnceAtItsNewTime()
    {
        using var time = new VirtualTimeProvider(Trial.Noon);
        var fired = new List<DateTimeOffset>();
        var hold = time.Pause();
        await using var timer = time.CreateTimer(_ => fired.Add(time.GetUtcNow()), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        timer.Change(TimeSpan.FromSeconds(5), Timeout.InfiniteTimeSpan);
        hold.Dispose();

        await Task.Delay(TimeSpan.FromSeconds(10), time);

        Assert.Equal([Trial.Noon.AddSeconds(5)], fired);
    }
}
