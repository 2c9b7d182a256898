using Pipeline.Core.Webhooks;

namespace Pipeline.Tests.Core.Webhooks;

public sealed class WebhookRetriesTests
{
    [Theory]
    [InlineData(1, 4, 5)]
    [InlineData(2, 16, 20)]
    [InlineData(3, 64, 80)]
    [InlineData(7, 16_384, 20_480)]
    [InlineData(8, 17_280, 21_600)]
    [InlineData(10, 17_280, 21_600)]
    [InlineData(11, 0, 0)]
    [InlineData(12, 0, 0)]
    public void DelayGrowsToSixHours(int attempt, int min, int max) =>
        Assert.All(Enumerable.Range(0, 100), seed => Assert.InRange(WebhookRetries.GetDelay(attempt, null, new(seed)).TotalSeconds, min, max));

    /// <summary>SQS hides a message for twelve hours at most, and a receiver may be down for a day.</summary>
    [Fact]
    public void AllAttemptsTakeAboutADay()
    {
        var delays = Enumerable.Range(1, WebhookRetries.MaxAttempts).Select(attempt => WebhookRetries.GetDelay(attempt, WebhookSender.MaxRetryAfter, new(1))).ToArray();

        Assert.All(delays, delay => Assert.True(delay < TimeSpan.FromHours(12)));
        Assert.InRange(new TimeSpan(delays.Sum(delay => delay.Ticks)), TimeSpan.FromHours(20), TimeSpan.FromHours(36));
    }

    [Fact]
    public void ReceiverMayAskForMoreTimeButNotForLess()
    {
        Assert.Equal(TimeSpan.FromMinutes(10), WebhookRetries.GetDelay(1, TimeSpan.FromMinutes(10), new(1)));
        Assert.True(WebhookRetries.GetDelay(5, TimeSpan.FromSeconds(1), new(1)) > TimeSpan.FromMinutes(10));
    }
}
