namespace Pipeline.Aws.Calls;

/// <summary>SNS refused an announcement, or could not be reached.</summary>
public sealed class TopicException(string topic, string problem, Exception? innerException = null)
    : Exception($"The announcement could not be published to {topic}: {problem}", innerException)
{
    public string Topic { get; } = topic;
}
